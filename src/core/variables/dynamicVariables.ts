import { formatDate, shiftDate, type Zone } from './formatDate.ts';
import { madeUp, madeUpNamesLike } from './madeUp/madeUp.ts';
import { looksLikeResponse } from './responseReference.ts';
import { randomText } from './randomText.ts';
import { sourceOf, type VariableFailure, type VariableSource } from './variable.ts';

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

/** What dynamic variables look up by name. */
export interface DynamicLookup {
  /** The value of another variable, for `$processEnv %NAME`. */
  variable(name: string): string | undefined;
  dotenv(name: string): DynamicValue | undefined;
  shared(name: string): DynamicValue | undefined;
  projectRoot: string | null;
}

/** A value and where it is from. */
export interface DynamicValue {
  value: string;
  secret: boolean;
  source: VariableSource;
}

/** A value, or why there is none: `usage` says how it is written. */
export type DynamicResult =
  DynamicValue | { usage: string } | { failure: VariableFailure } | 'unset' | 'unknown';

interface World {
  sources: DynamicSources;
  lookup: DynamicLookup;
}

type Evaluate = (args: string, world: World) => DynamicResult;

const uuid: Evaluate = (_args, { sources }) => made(sources.uuid());

const evaluators = new Map<string, Evaluate>([
  ['$guid', uuid],
  ['$uuid', uuid],
  ['$random.uuid', uuid],
  ['$timestamp', timestamp],
  ['$isoTimestamp', isoTimestamp],
  ['$date', (args, { sources }) => datetime(`"YYYY-MM-DD" ${args}`, sources, 'local')],
  ['$datetime', (args, { sources }) => datetime(args, sources, 'utc')],
  ['$localDatetime', (args, { sources }) => datetime(args, sources, 'local')],
  ['$randomInt', randomInt],
  ['$processEnv', (args, world) => byName('$processEnv', args, world, processEnv)],
  ['$dotenv', (args, world) => byName('$dotenv', args, world, dotenv)],
  ['$shared', (args, { lookup }) => lookup.shared(args) ?? 'unset'],
  ['$exampleServer', () => made(demoAuthority)],
  ['$projectRoot', (_args, { lookup }) => inProject(lookup.projectRoot, '')],
  ['$historyFolder', (_args, { lookup }) => inProject(lookup.projectRoot, '/.idea/httpRequests')],
]);

/** Visual Studio reads `$dotEnv` and `$timeStamp` too. */
const spelling = new Map([...evaluators.keys()].map((name) => [name.toLowerCase(), name]));

/** Where `wirebook demo` listens unless it is told otherwise. */
const demoAuthority = 'localhost:8080';

/** The value of `$name arguments`. */
export function dynamicValue(
  expression: string,
  sources: DynamicSources,
  lookup: DynamicLookup,
): DynamicResult {
  const name = /^\$[\w.]+/.exec(expression)?.[0] ?? '';
  const args = expression.slice(name.length).trim();
  const world = { sources, lookup };
  const evaluate = evaluators.get(name) ?? evaluators.get(spelling.get(name.toLowerCase()) ?? '');
  if (evaluate !== undefined) return evaluate(args, world);
  if (name.startsWith('$env.') && args === '') return processEnv(name.slice('$env.'.length), world);
  const random = (): number => sources.random();
  const text = randomText(expression, random) ?? madeUp(expression, random);
  if (text !== null) return 'value' in text ? made(text.value) : text;
  return /^\$random(?:\.|$)/.test(name) ? notMadeUp(expression) : ofOtherTool(name, expression);
}

/** Says what there is in the place of `$random.pokemon.name`. */
function notMadeUp(expression: string): DynamicResult {
  const group = /^\$random\.(\w+)/.exec(expression)?.[1] ?? '';
  const names = madeUpNamesLike(group).map((each) => `$random.${each}`);
  return { failure: { code: 'WB2021', args: [expression, names.join(', ')] } };
}

/** Dynamic variables that are recognised and have no value here. */
function ofOtherTool(name: string, expression: string): DynamicResult {
  if (name === '$aadToken') return { failure: { code: 'WB2010', args: [expression] } };
  if (looksLikeResponse(expression)) return { failure: { code: 'WB2006', args: [expression] } };
  if (name === '$xpath') return { usage: '{{$xpath:name //path}}' };
  return name.startsWith('$auth') ? { usage: '{{$auth.token("id")}}' } : 'unknown';
}

function made(value: string): DynamicValue {
  return { value, secret: false, source: sourceOf('dynamic') };
}

/** Seconds since 1970, with an offset such as `-3 h`. */
function timestamp(args: string, { sources }: World): DynamicResult {
  const date = shiftDate(sources.now(), args, 'utc');
  if (date === null) return { usage: '{{$timestamp}} or {{$timestamp -3 h}}' };
  return made(String(Math.floor(date.getTime() / 1000)));
}

function isoTimestamp(args: string, { sources }: World): DynamicResult {
  const date = shiftDate(sources.now(), args, 'utc');
  if (date === null) return { usage: '{{$isoTimestamp}} or {{$isoTimestamp -3 h}}' };
  return made(date.toISOString());
}

/** `iso8601`, `rfc1123` or a quoted pattern of Day.js, and an offset; ISO 8601 where no format is given. */
function datetime(args: string, sources: DynamicSources, zone: Zone): DynamicResult {
  const name = zone === 'utc' ? '$datetime' : '$localDatetime';
  const match = /^(iso8601|rfc1123|"([^"]*)"|'([^']*)')?(?:(?:^|\s)(.*))?$/s.exec(args);
  const [, format = 'iso8601', double, single, offset = ''] = match ?? [];
  const date = match === null ? null : shiftDate(sources.now(), offset.trim(), zone);
  if (date === null) return { usage: `{{${name} iso8601}} or {{${name} "YYYY-MM-DD" -1 d}}` };
  return made(formatDate(date, double ?? single ?? format, zone));
}

/** Bare: 0 to 999; with bounds: from the smaller to below the larger, in either order as in httpYac. */
function randomInt(args: string, { sources }: World): DynamicResult {
  const match = /^(?:(-?\d{1,15})\s{1,9}(-?\d{1,15}))?$/.exec(args);
  const bounds = [Number(match?.[1] ?? 0), Number(match?.[2] ?? 1000)];
  const low = Math.min(...bounds);
  const high = Math.max(...bounds);
  if (match === null || low === high) return { usage: '{{$randomInt}} or {{$randomInt 1 100}}' };
  return made(String(low + Math.floor(sources.random() * (high - low))));
}

/** `NAME`, or `%NAME`: the name is the value of a variable. */
function byName(
  dynamic: string,
  args: string,
  world: World,
  read: (name: string, world: World) => DynamicResult,
): DynamicResult {
  const match = /^(%?)([\w.-]+)$/.exec(args);
  if (match === null) return { usage: `{{${dynamic} NAME}}` };
  const [, indirect, written = ''] = match;
  const name = indirect === '%' ? world.lookup.variable(written) : written;
  return name === undefined ? 'unset' : read(name, world);
}

function processEnv(name: string, { sources }: World): DynamicResult {
  const value = sources.processEnv(name);
  return value === undefined ? 'unset' : { value, secret: true, source: sourceOf('process') };
}

function dotenv(name: string, { lookup }: World): DynamicResult {
  return lookup.dotenv(name) ?? 'unset';
}

/** A folder below the project's; JetBrains keeps responses in its own. */
function inProject(root: string | null, folder: string): DynamicResult {
  return root === null ? 'unset' : made(`${root}${folder}`);
}
