import { parseArgs } from 'node:util';
import type { VariableOrder } from '../core/variables/scope.ts';
import type { ConnectionProfile } from '../core/runner/preparedRequest.ts';

/** Which requests of the file to run. */
export type Selection =
  | { by: 'first' }
  | { by: 'name'; name: string }
  | { by: 'line'; line: number }
  | { by: 'tag'; tags: string[] }
  | { by: 'all' };

export type OutputFormat = 'text' | 'json' | 'junit';

export interface RunArguments {
  command: 'run';
  file: string;
  selection: Selection;
  environment: string | null;
  variables: [name: string, value: string][];
  order: VariableOrder;
  parallel: boolean;
  profile: ConnectionProfile | null;
  timeoutMs: number | null;
  insecure: boolean;
  output: OutputFormat;
  recordPath: string | null;
  /** As given: relative to the current folder. */
  keyLogPath: string | null;
  caPaths: string[];
  bodyLimitBytes: number;
  showSecrets: boolean;
  /** Says on standard error where each variable comes from. */
  explain: boolean;
}

export interface ParseArguments {
  command: 'parse';
  files: string[];
  json: boolean;
}

export interface DemoArguments {
  command: 'demo';
  httpPort: number;
  httpsPort: number;
}

export type Arguments =
  RunArguments | ParseArguments | DemoArguments | { command: 'help' } | { command: 'version' };

/** The command line cannot be understood; the message says what and where. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

export const usage = `Usage:
  wirebook run FILE [--name N | --line L | --tag T… | --all] [--env E] [--var k=v]… [--parallel]
               [--variable-order wirebook|jetbrains] [--profile P] [--timeout MS] [--insecure] [--output text|json|junit] [--record FILE]
               [--body-limit BYTES] [--show-secrets] [--ca FILE]… [--key-log FILE] [--explain]
  wirebook parse FILE… [--json]
  wirebook demo [--http-port 8080] [--https-port 8443] [--tcp-port 7007] [--udp-port 7007]

Exit codes: 0 all went well · 1 an expectation failed or a status the file does not expect ·
            2 usage, or a file that cannot be understood · 3 the network
`;

const mebibyte = 1024 * 1024;

/** Understands `process.argv.slice(2)`. Throws `UsageError`. */
export function parseArguments(argv: string[]): Arguments {
  const [command, ...rest] = argv;
  switch (command) {
    case 'run':
      return runArguments(rest);
    case 'parse':
      return parseFileArguments(rest);
    case 'demo':
      return demoArguments(rest);
    case 'help':
    case '--help':
    case '-h':
      return { command: 'help' };
    case '--version':
      return { command: 'version' };
    case undefined:
      throw new UsageError('A command is missing: run, parse or demo.');
    default:
      throw new UsageError(`Unknown command “${command}”: use run, parse or demo.`);
  }
}

function runArguments(argv: string[]): Arguments {
  const { values, positionals } = strictly(() =>
    parseArgs({
      args: argv,
      allowPositionals: true,
      options: {
        name: { type: 'string' },
        line: { type: 'string' },
        tag: { type: 'string', multiple: true },
        all: { type: 'boolean' },
        env: { type: 'string' },
        var: { type: 'string', multiple: true },
        'variable-order': { type: 'string', default: 'wirebook' },
        parallel: { type: 'boolean' },
        profile: { type: 'string' },
        timeout: { type: 'string' },
        insecure: { type: 'boolean' },
        output: { type: 'string', default: 'text' },
        record: { type: 'string' },
        'key-log': { type: 'string' },
        ca: { type: 'string', multiple: true },
        'body-limit': { type: 'string' },
        'show-secrets': { type: 'boolean' },
        explain: { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
  if (values.help === true) {
    return { command: 'help' };
  }
  return {
    command: 'run',
    file: onlyFile(positionals),
    selection: selectionOf(values),
    environment: values.env ?? null,
    variables: (values.var ?? []).map(variableOf),
    order: orderOf(values['variable-order']),
    parallel: values.parallel ?? false,
    profile: values.profile === undefined ? null : profileOf(values.profile),
    timeoutMs: values.timeout === undefined ? null : wholeNumber('--timeout', values.timeout, 1),
    insecure: values.insecure ?? false,
    output: outputOf(values.output),
    recordPath: values.record ?? null,
    keyLogPath: values['key-log'] ?? null,
    caPaths: values.ca ?? [],
    bodyLimitBytes: wholeNumber('--body-limit', values['body-limit'] ?? String(mebibyte), 0),
    showSecrets: values['show-secrets'] ?? false,
    explain: values.explain ?? false,
  };
}

function parseFileArguments(argv: string[]): Arguments {
  const { values, positionals } = strictly(() =>
    parseArgs({
      args: argv,
      allowPositionals: true,
      options: { json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } },
    }),
  );
  if (values.help === true) {
    return { command: 'help' };
  }
  if (positionals.length === 0) {
    throw new UsageError('A request file is missing.');
  }
  return { command: 'parse', files: positionals, json: values.json ?? false };
}

function demoArguments(argv: string[]): Arguments {
  const { values } = strictly(() =>
    parseArgs({
      args: argv,
      options: {
        'http-port': { type: 'string', default: '8080' },
        'https-port': { type: 'string', default: '8443' },
        'tcp-port': { type: 'string' },
        'udp-port': { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    }),
  );
  if (values.help === true) {
    return { command: 'help' };
  }
  return {
    command: 'demo',
    httpPort: wholeNumber('--http-port', values['http-port'], 0, 65_535),
    httpsPort: wholeNumber('--https-port', values['https-port'], 0, 65_535),
    ...rawPort('tcpPort', '--tcp-port', values['tcp-port']),
    ...rawPort('udpPort', '--udp-port', values['udp-port']),
  };
}

/** A port that was asked for; without one the demo server chooses. */
function rawPort(
  name: 'tcpPort' | 'udpPort',
  option: string,
  value: string | undefined,
): { tcpPort?: number; udpPort?: number } {
  return value === undefined ? {} : { [name]: wholeNumber(option, value, 0, 65_535) };
}

/** `parseArgs` throws a `TypeError` that says what is wrong in its own words. */
function strictly<T>(parse: () => T): T {
  try {
    return parse();
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error), { cause: error });
  }
}

function onlyFile(positionals: string[]): string {
  const [file, extra] = positionals;
  if (file === undefined) {
    throw new UsageError('A request file is missing.');
  }
  if (extra !== undefined) {
    throw new UsageError(`One request file at a time: “${extra}” is too many.`);
  }
  return file;
}

function selectionOf(values: {
  name?: string;
  line?: string;
  tag?: string[];
  all?: boolean;
}): Selection {
  const given = [values.name, values.line, values.tag, values.all].filter(
    (value) => value !== undefined,
  );
  if (given.length > 1) {
    throw new UsageError('Use only one of --name, --line, --tag and --all.');
  }
  if (values.name !== undefined) {
    return { by: 'name', name: values.name };
  }
  if (values.line !== undefined) {
    return { by: 'line', line: wholeNumber('--line', values.line, 1) };
  }
  if (values.tag !== undefined) {
    return { by: 'tag', tags: values.tag };
  }
  return { by: values.all === true ? 'all' : 'first' };
}

function variableOf(text: string): [string, string] {
  const equals = text.indexOf('=');
  if (equals < 1) {
    throw new UsageError(`--var takes name=value, not “${text}”.`);
  }
  return [text.slice(0, equals), text.slice(equals + 1)];
}

function profileOf(text: string): ConnectionProfile {
  if (text === 'browser' || text === 'urlsession' || text === 'node' || text === 'single') {
    return text;
  }
  if (/^[1-9]\d{0,3}$/.test(text)) {
    return Number(text);
  }
  throw new UsageError(
    `--profile takes browser, urlsession, node, single or a number of sockets, not “${text}”.`,
  );
}

function outputOf(text: string): OutputFormat {
  if (text === 'text' || text === 'json' || text === 'junit') {
    return text;
  }
  throw new UsageError(`--output takes text, json or junit, not “${text}”.`);
}

function orderOf(text: string): VariableOrder {
  if (text === 'wirebook' || text === 'jetbrains') {
    return text;
  }
  throw new UsageError(`--variable-order takes wirebook or jetbrains, not “${text}”.`);
}

function wholeNumber(option: string, text: string, least: number, most = 2 ** 31 - 1): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most) {
    throw new UsageError(`${option} takes a whole number from ${least} to ${most}, not “${text}”.`);
  }
  return value;
}
