/** Moves the focus among the bars of a picture by arrow keys: along a lane, and to the nearest bar of the next one. */
export function moveAmongBars(list: HTMLElement, event: KeyboardEvent): void {
  const bars = [...list.querySelectorAll<HTMLElement>('.bar')];
  const current = bars.indexOf(event.target as HTMLElement);
  const target = targetOf(bars, current, event.key);
  if (target === undefined) return;
  event.preventDefault();
  for (const bar of bars) bar.tabIndex = bar === target ? 0 : -1;
  target.focus();
  target.scrollIntoView({ block: 'nearest' });
}

function targetOf(bars: HTMLElement[], current: number, key: string): HTMLElement | undefined {
  switch (key) {
    case 'ArrowRight':
      return bars[current + 1];
    case 'ArrowLeft':
      return bars[current - 1];
    case 'Home':
      return bars[0];
    case 'End':
      return bars.at(-1);
    case 'ArrowDown':
      return nearestBelow(bars, bars[current], 1);
    case 'ArrowUp':
      return nearestBelow(bars, bars[current], -1);
    default:
      return undefined;
  }
}

/** Of the next track in that direction, the bar that begins nearest to this one. */
function nearestBelow(
  bars: HTMLElement[],
  from: HTMLElement | undefined,
  direction: 1 | -1,
): HTMLElement | undefined {
  if (from === undefined) return undefined;
  const tracks = [...new Set(bars.map((bar) => bar.parentElement))];
  const track = tracks[tracks.indexOf(from.parentElement) + direction];
  const { left } = from.getBoundingClientRect();
  const distance = (bar: HTMLElement): number => Math.abs(bar.getBoundingClientRect().left - left);
  return bars
    .filter((bar) => bar.parentElement === track)
    .toSorted((a, b) => distance(a) - distance(b))[0];
}
