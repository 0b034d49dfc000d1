import { randomText } from './randomText.ts';
import { shiftDate } from './shiftDate.ts';

/** What dynamic variables are made of. Tests fix them. */
export interface DynamicSources {
  now(): Date;
  /** From 0 to 1, 1 excluded. */
  random(): number;
  uuid(): string;
  /** A variable of the process's environment; `undefined` also where reading it is not allowed. */
  processEnv(name: string): string | undefined;
}

/** Real clock and chance; the process's environment is not readable. */
export const systemSources: DynamicSources = {
  now: () => new Date(),
  random: () => Math.random(),
  uuid: () => globalThis.crypto.randomUUID(),
  processEnv: () => undefined,
};

/** A value, or why there is none: `usage` says how it is written, `unsupported` that another tool knows it. */
export type DynamicResult =
  { value: string; secret?: boolean } | { usage: string } | 'unsupported' | 'unset' | 'unknown';

type Evaluate = (args: string, sources: DynamicSources) => DynamicResult;

const uuid: Evaluate = (_args, sources) => ({ value: sources.uuid() });

const evaluators = new Map<string, Evaluate>([
  ['$guid', uuid],
  ['$uuid', uuid],
  ['$random.uuid', uuid],
  ['$timestamp', timestamp],
  ['$isoTimestamp', isoTimestamp],
  ['$datetime', datetime],
  ['$randomInt', randomInt],
  ['$processEnv', processEnv],
]);

/** Dynamic variables of other tools that are recognised and have no value yet. */
const known =
  /^\$(?:dotenv|shared|secret|input|password|pick|prompt|date|localDatetime|projectRoot|historyFolder|exampleServer|aadToken|aadV2Token|oidcAccessToken|auth|env|random)\b/;

/** The value of `$name arguments`. */
export function dynamicValue(expression: string, sources: DynamicSources): DynamicResult {
  const name = /^\$[\w.]+/.exec(expression)?.[0] ?? '';
  const args = expression.slice(name.length).trim();
  const evaluate = evaluators.get(name);
  if (evaluate !== undefined) return evaluate(args, sources);
  const text = randomText(expression, () => sources.random());
  if (text !== null) return text;
  return known.test(name) ? 'unsupported' : 'unknown';
}

/** Seconds since 1970, with an offset such as `-3 h`. */
function timestamp(args: string, sources: DynamicSources): DynamicResult {
  const date = shiftDate(sources.now(), args);
  if (date === null) return { usage: '{{$timestamp}} or {{$timestamp -3 h}}' };
  return { value: String(Math.floor(date.getTime() / 1000)) };
}

function isoTimestamp(args: string, sources: DynamicSources): DynamicResult {
  const date = shiftDate(sources.now(), args);
  if (date === null) return { usage: '{{$isoTimestamp}} or {{$isoTimestamp -3 h}}' };
  return { value: date.toISOString() };
}

function datetime(args: string, sources: DynamicSources): DynamicResult {
  const format = /^\S*/.exec(args)?.[0] ?? '';
  if (format !== 'iso8601' && format !== 'rfc1123') return 'unsupported';
  const date = shiftDate(sources.now(), args.slice(format.length).trim());
  if (date === null) return { usage: `{{$datetime ${format}}} or {{$datetime ${format} -3 h}}` };
  return { value: format === 'iso8601' ? date.toISOString() : date.toUTCString() };
}

/** Bare: 0 to 999; with bounds: from the first to below the second. */
function randomInt(args: string, sources: DynamicSources): DynamicResult {
  const match = /^(?:(-?\d{1,15})\s{1,9}(-?\d{1,15}))?$/.exec(args);
  const low = Number(match?.[1] ?? 0);
  const high = Number(match?.[2] ?? 1000);
  if (match === null || low >= high) {
    return { usage: '{{$randomInt}} or {{$randomInt 1 100}}, the smaller number first' };
  }
  return { value: String(low + Math.floor(sources.random() * (high - low))) };
}

function processEnv(args: string, sources: DynamicSources): DynamicResult {
  if (!/^\w+$/.test(args)) return { usage: '{{$processEnv NAME}}' };
  const value = sources.processEnv(args);
  return value === undefined ? 'unset' : { value, secret: true };
}
