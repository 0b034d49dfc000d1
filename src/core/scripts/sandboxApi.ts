import { cryptoApi, cryptoFunctions, jwtApi } from './sandboxCrypto.ts';
import { documentFunctions, selectionApi } from './sandboxDocuments.ts';
import type { SandboxHost } from './sandboxHost.ts';
import {
  assertCondition,
  bodyValue,
  deliverPart,
  finishStream,
  headersOf,
  logValues,
  partFunctions,
  stopScript,
  streamBody,
  toJson,
  variableStore,
} from './sandboxParts.ts';
import type { Subscription } from './sandboxParts.ts';
import { promiseFunctions, throwUnawaited, watchPromise } from './sandboxPromises.ts';
import type { Unawaited } from './sandboxPromises.ts';
import { requestApi, requestFunctions } from './sandboxRequest.ts';
import { runTest, takeTests, testFunctions } from './sandboxTests.ts';
import type { RunningTest } from './sandboxTests.ts';
import { cookiesApi, dynamicApi, URLSearchParams, webFunctions } from './sandboxWeb.ts';
import type { ScriptGlobals, ScriptResponse, ScriptResult, ScriptRun } from './script.ts';

/** What a script may see. */
export type ScriptView = Pick<ScriptRun, 'globals' | 'request' | 'response'>;

/** What a script has done, as the sandbox tells it. */
export type ScriptReport = Omit<ScriptResult, 'fault'>;

/** The same while the script runs. */
interface RunningReport extends ScriptReport {
  tests: RunningTest[];
}

function clientApi(
  { tests, logs, globals }: RunningReport,
  request: ScriptView['request'],
  subscriptions: Subscription[],
) {
  const { environment, fileVariables } = request;
  const { set, clear, clearAll } = variableStore(globals.headers, String);
  const global = { ...variableStore(globals.values, toJson), headers: { set, clear, clearAll } };
  return {
    global,
    variables: {
      global,
      environment: { get: (name: string) => environment[name] ?? null },
      file: { get: (name: string) => fileVariables[name] ?? null },
    },
    test: (name: unknown, body: () => unknown) => runTest(tests, name, body),
    assert: assertCondition,
    log: (...values: unknown[]) => logValues(logs, values),
    exit: () => {
      subscriptions.length = 0;
      stopScript('ScriptExit', 'exit');
    },
  };
}

function responseApi(host: SandboxHost, response: ScriptResponse, subscriptions: Subscription[]) {
  const { status, headers, mimeType, charset, body, isStream } = response;
  return {
    status,
    contentType: { mimeType, charset },
    headers: headersOf(headers),
    body: isStream ? streamBody(subscriptions) : bodyValue(host, body, mimeType),
    ...cookiesApi(headers),
  };
}

function consoleApi({ logs }: ScriptReport) {
  const log = (...values: unknown[]) => logValues(logs, values);
  return { log, info: log, warn: log, error: log, debug: log };
}

function withoutPrototype<T>(values: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null), values);
}

function replaceGlobals({ values, headers }: ScriptGlobals, json: string): void {
  const renewed = JSON.parse(json) as ScriptGlobals;
  for (const name of Object.keys(values)) delete values[name];
  for (const name of Object.keys(headers)) delete headers[name];
  Object.assign(values, renewed.values);
  Object.assign(headers, renewed.headers);
}

function base64Api(host: SandboxHost) {
  return {
    atob: (base64: unknown) => host.convert(String(base64), 'base64', 'latin1'),
    btoa: (latin1: unknown) => host.convert(String(latin1), 'latin1', 'base64'),
  };
}

/** What the host calls: as text in and out, since all of it crosses into the virtual machine. */
export interface SandboxCalls {
  /** What the script did since this was last asked, as JSON. */
  tell(): string;
  /** Gives `client.global` the values that it has by now. */
  renew(globals: string): void;
  deliver(part: string): void;
  /** The stream is over. */
  finish(): void;
  /** What the script came to: it is waited for where it is a promise. */
  watch(value: unknown): void;
  /** Throws what a promise failed with that nobody waits for. */
  settle(): void;
}

function emptyReport({ globals, request }: ScriptView): RunningReport {
  const { values, headers } = globals;
  return {
    tests: [],
    logs: [],
    globals: { values: withoutPrototype(values), headers: withoutPrototype(headers) },
    variables: withoutPrototype(request.variables),
    isListening: false,
  };
}

function callsOn(report: RunningReport, subscriptions: Subscription[]): SandboxCalls {
  const { stringify } = JSON;
  const unawaited: Unawaited = { open: 0, errors: [] };
  const isListening = () =>
    subscriptions.some(({ isOpen, onFinish }) => isOpen || onFinish !== undefined);
  return {
    tell: () => {
      const tests = takeTests(report.tests, isListening());
      const told = stringify({ ...report, tests, isListening: isListening() });
      report.logs.length = 0;
      return told;
    },
    renew: (json) => replaceGlobals(report.globals, json),
    deliver: (part) => deliverPart(subscriptions, part, unawaited),
    finish: () => finishStream(subscriptions, unawaited),
    watch: (value) => watchPromise(unawaited, value),
    settle: () => throwUnawaited(unawaited, isListening()),
  };
}

/** Defines the globals that JetBrains' scripts are written against. */
function installApi(view: ScriptView, host: SandboxHost): SandboxCalls {
  const { request, response } = view;
  const report = emptyReport(view);
  const subscriptions: Subscription[] = [];
  const requested = requestApi(request, report.variables);
  const client = clientApi(report, request, subscriptions);
  Object.assign(client.variables, { request: requested.variables });
  Object.assign(globalThis, {
    client,
    request: requested,
    console: consoleApi(report),
    crypto: cryptoApi(host),
    jwt: jwtApi(host),
    ...selectionApi(host),
    URLSearchParams,
    ...base64Api(host),
    window: base64Api(host),
    ...(response === null ? {} : { response: responseApi(host, response, subscriptions) }),
  });
  Object.defineProperties(globalThis, dynamicApi(host));
  return callsOn(report, subscriptions);
}

const functions = [
  ...partFunctions,
  ...promiseFunctions,
  ...testFunctions,
  ...requestFunctions,
  ...cryptoFunctions,
  ...documentFunctions,
  ...webFunctions,
  base64Api,
  callsOn,
  clientApi,
  consoleApi,
  emptyReport,
  installApi,
  replaceGlobals,
  responseApi,
  withoutPrototype,
];

/**
 * An expression for the sandbox: a function of the view's JSON and the host, with everything it refers to. Made of the
 * functions' own source texts, so that they are typed and checked like all others.
 */
export const sandboxApiSource = `(() => {
${functions.map(String).join('\n')}
return (json, host) => ${installApi.name}(JSON.parse(json), host);
})()`;
