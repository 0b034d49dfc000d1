import { parseDuration } from './duration.ts';
import {
  requestsOf,
  type Directive,
  type RequestBlock,
  type RequestBlockWithRequest,
  type RequestFile,
} from './requestFile.ts';

/** Sendings that `# @loop` may ask for. */
const maxSendings = 10_000;

/** `# @disabled`, and `true`: left out when all requests of a file are sent. Conditions in JavaScript are not run. */
export function isDisabled(block: RequestBlock): boolean {
  const value = valueOf(block, 'disabled');
  return value !== null && readsDisabled(value) && value !== 'false';
}

export function readsDisabled(value: string): boolean {
  return /^(?:true|false)?$/.test(value);
}

/** The requests that are sent when all of a file are. */
export function requestsToSend(file: RequestFile): RequestBlockWithRequest[] {
  return requestsOf(file).filter(
    (block) => block.request.kind !== 'unsupported' && !isDisabled(block),
  );
}

/** The names in `# @tag one, two`, of all such directives of a request. */
export function tagsOf({ directives }: RequestBlock): string[] {
  return directives
    .flatMap(({ name, value }) => (name === 'tag' ? (value?.text.split(',') ?? []) : []))
    .map((tag) => tag.trim());
}

/** `# @loop for 3`: how often a request is sent. */
export function sendingsOf(block: RequestBlock): number {
  return readLoop(valueOf(block, 'loop') ?? '') ?? 1;
}

/** `null` for all that is not `for` and a number: httpYac's other loops are JavaScript. */
export function readLoop(value: string): number | null {
  const count = Number(/^for\s+(\d{1,6})$/.exec(value)?.[1] ?? NaN);
  return Number.isNaN(count) ? null : Math.min(count, maxSendings);
}

/** `# @sleep 500`: how long to wait before a request; a bare number is milliseconds, as in httpYac, which has it alone. */
export function readSleepMs(value: string): number | null {
  const duration = parseDuration(value);
  if (duration === null) return null;
  return duration.bare ? Number(value) : duration.milliseconds;
}

function valueOf({ directives }: RequestBlock, wanted: string): string | null {
  const found = directives.findLast(({ name }: Directive) => name === wanted);
  return found === undefined ? null : (found.value?.text ?? '');
}
