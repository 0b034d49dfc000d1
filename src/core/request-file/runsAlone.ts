import type { BlockState } from './blockState.ts';
import type { RequestNode } from './requestFile.ts';
import { spanOf } from './textRange.ts';

/** The request of a block that has no request line, but lines `run …`; `null` where it has none. */
export function runsAlone({ handlers }: BlockState): RequestNode | null {
  const runs = handlers.filter((handler) => handler.kind === 'run');
  const [first] = runs;
  const last = runs.at(-1);
  if (first === undefined || last === undefined) return null;
  return {
    kind: 'run',
    method: null,
    url: { text: first.target.text, parts: [], range: first.target.range },
    httpVersion: null,
    headers: [],
    body: { kind: 'none', segments: [], range: null },
    messages: [],
    lineRange: first.range,
    range: spanOf(first.range, last.range),
  };
}
