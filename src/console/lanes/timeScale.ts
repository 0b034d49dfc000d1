import { axisTicks } from '../tabs/timelineModel.ts';

/** A stretch of time, in milliseconds. */
export interface Stretch {
  startMs: number;
  endMs: number;
}

/** A silence that the axis leaves out: where it stands (0 to 1) and how long it was. */
export interface Fold {
  at: number;
  durationMs: number;
}

/** A silence longer than this share of the busy time is folded … */
const foldFromShare = 0.4;
/** … unless it is so short that nobody minds. */
const foldFromMs = 200;
/** Width of a fold as a share of the busy time. */
const foldShare = 0.06;

/** A round moment: where it stands, and the room for its words up to the next mark, as a share of the axis. */
export interface Tick {
  timeMs: number;
  at: number;
  room: number;
}

/** The words of a moment at the very end reach into the margin beside the axis. */
const endShare = 1.08;

interface Piece extends Stretch {
  folded: boolean;
}

/** Where a moment stands on an axis on which long silences are folded away. */
export class TimeScale {
  readonly #pieces: Piece[];
  readonly #busyMs: number;
  readonly #lengthMs: number;

  /** `busy` are the stretches in which something happened, in any order. */
  constructor(busy: readonly Stretch[], endMs: number) {
    const stretches = merged([...busy, { startMs: 0, endMs: 0 }, { startMs: endMs, endMs }]);
    const busyMs = stretches.reduce((sum, each) => sum + each.endMs - each.startMs, 0);
    this.#pieces = piecesOf(stretches, Math.max(foldFromMs, busyMs * foldFromShare));
    const shown = this.#pieces.filter(({ folded }) => !folded);
    this.#busyMs = Math.max(
      0.001,
      shown.reduce((sum, each) => sum + each.endMs - each.startMs, 0),
    );
    const folds = this.#pieces.length - shown.length;
    this.#lengthMs = this.#busyMs * (1 + folds * foldShare);
  }

  /** 0 at the start of the axis, 1 at its end. */
  at(timeMs: number): number {
    let passedMs = 0;
    for (const piece of this.#pieces) {
      if (timeMs <= piece.endMs) {
        const within = Math.max(0, timeMs - piece.startMs);
        // A sum of many pieces is rounded: the end of the axis is its end all the same.
        return Math.min(1, (passedMs + within * this.#factor(piece)) / this.#lengthMs);
      }
      passedMs += (piece.endMs - piece.startMs) * this.#factor(piece);
    }
    return Math.min(1, passedMs / this.#lengthMs);
  }

  get folds(): Fold[] {
    return this.#pieces
      .filter(({ folded }) => folded)
      .map(({ startMs, endMs }) => ({
        at: (this.at(startMs) + this.at(endMs)) / 2,
        durationMs: endMs - startMs,
      }));
  }

  /** Milliseconds from one tick to the next. */
  get stepMs(): number {
    const [first = 0, second = 1] = axisTicks(this.#lengthMs);
    return second - first;
  }

  /** Round moments, as many as a whole axis has; none inside a fold. */
  get ticks(): Tick[] {
    const { stepMs } = this;
    const moments = this.#pieces
      .filter(({ folded }) => !folded)
      .flatMap(({ startMs, endMs }) => roundMoments(startMs, endMs, stepMs))
      .map((timeMs) => ({ timeMs, at: this.at(timeMs) }));
    const marks = [...moments, ...this.folds].map(({ at }) => at);
    return moments.map((moment) => {
      const next = Math.min(endShare, ...marks.filter((mark) => mark > moment.at));
      return { ...moment, room: next - moment.at };
    });
  }

  #factor({ startMs, endMs, folded }: Piece): number {
    return folded ? (this.#busyMs * foldShare) / (endMs - startMs) : 1;
  }
}

function merged(stretches: Stretch[]): Stretch[] {
  const result: Stretch[] = [];
  for (const { startMs, endMs } of stretches.toSorted((a, b) => a.startMs - b.startMs)) {
    const last = result.at(-1);
    if (last !== undefined && startMs <= last.endMs) last.endMs = Math.max(last.endMs, endMs);
    else result.push({ startMs, endMs });
  }
  return result;
}

function piecesOf(busy: readonly Stretch[], foldFrom: number): Piece[] {
  const pieces: Piece[] = [];
  for (const { startMs, endMs } of busy) {
    const last = pieces.at(-1);
    if (last === undefined || startMs - last.endMs <= foldFrom) {
      if (last === undefined) pieces.push({ startMs, endMs, folded: false });
      else last.endMs = endMs;
    } else {
      pieces.push({ startMs: last.endMs, endMs: startMs, folded: true });
      pieces.push({ startMs, endMs, folded: false });
    }
  }
  return pieces;
}

function roundMoments(startMs: number, endMs: number, stepMs: number): number[] {
  const first = Math.ceil(startMs / stepMs);
  const last = Math.floor(endMs / stepMs);
  return Array.from(
    { length: Math.max(0, last - first + 1) },
    (_, index) => (first + index) * stepMs,
  );
}
