import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import type { RequestBlock } from '../request-file/requestFile.ts';
import type { TextRange } from '../request-file/textRange.ts';
import type { NamedRequest } from './scope.ts';

/** A request that another one needs, and where that stands. */
export interface BlockNeed {
  target: NamedRequest;
  range: TextRange;
}

/** WB2017 for each need through which a request would wait for its own response. */
export function requestCircles(
  needed: ReadonlyMap<RequestBlock, readonly BlockNeed[]>,
): Diagnostic[] {
  return [...needed].flatMap(([block, needs]) =>
    needs.flatMap(({ target, range }) => {
      const way = wayBetween(target.block, block, needed);
      if (way === null) return [];
      const names = [block, ...way].map(nameOf);
      return [diagnose('WB2017', range, nameOf(block), names.join(' → '))];
    }),
  );
}

/** The blocks from one to another along their needs, both included; `null` where there is no way. */
function wayBetween(
  from: RequestBlock,
  to: RequestBlock,
  needed: ReadonlyMap<RequestBlock, readonly BlockNeed[]>,
): RequestBlock[] | null {
  const before = new Map<RequestBlock, RequestBlock | null>([[from, null]]);
  for (const current of before.keys()) {
    if (current === to) return wayBack(current, before);
    for (const { target } of needed.get(current) ?? []) {
      if (!before.has(target.block)) before.set(target.block, current);
    }
  }
  return null;
}

function wayBack(
  end: RequestBlock,
  before: ReadonlyMap<RequestBlock, RequestBlock | null>,
): RequestBlock[] {
  const way: RequestBlock[] = [];
  for (let block: RequestBlock | null = end; block !== null; block = before.get(block) ?? null) {
    way.unshift(block);
  }
  return way;
}

function nameOf({ name, request }: RequestBlock): string {
  return name?.text ?? request?.url.text ?? '';
}
