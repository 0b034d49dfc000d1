/** Text with ranges of it marked; ranges that overlap or are empty are left out. */
export function markedText(
  text: string,
  matches: readonly { start: number; end: number }[],
): DocumentFragment {
  const fragment = document.createDocumentFragment();
  let done = 0;
  for (const { start, end } of matches) {
    if (start < done || end <= start) continue;
    fragment.append(text.slice(done, start));
    const mark = document.createElement('mark');
    mark.textContent = text.slice(start, end);
    fragment.append(mark);
    done = end;
  }
  fragment.append(text.slice(done));
  return fragment;
}
