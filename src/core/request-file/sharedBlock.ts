import type { BlockState } from './blockState.ts';
import { isRunnable } from './handlerNode.ts';
import type { RequestBlock } from './requestFile.ts';

type TitledBlock = Pick<RequestBlock, 'request' | 'title'>;

/**
 * True for kulala's `### Shared` and `### Shared each` without a request: its scripts run before every request of the
 * file, those below `NOP` after it.
 */
export function isSharedBlock({ request, title }: TitledBlock): boolean {
  return request === null && hasSharedTitle(title);
}

function hasSharedTitle(title: TitledBlock['title']): boolean {
  return title !== null && /^shared(?:[ \t]+each)?$/i.test(title.text);
}

/** Reports what another tool would run for a block, and nobody runs here. */
export function reportIdle(
  state: BlockState,
  request: TitledBlock['request'],
  title: TitledBlock['title'],
): void {
  if (request === null && hasSharedTitle(title)) return;
  if (request !== null) {
    if (hasSharedTitle(title)) state.report('WB1031', request.lineRange, title?.text ?? '');
    return;
  }
  for (const handler of state.handlers) {
    if (isRunnable(handler)) state.report('WB1030', handler.range);
  }
}
