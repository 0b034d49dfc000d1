import {
  assertCondition,
  bodyValue,
  hashBuilder,
  hashBuilders,
  headersOf,
  logValues,
  runTest,
  shownValue,
  stopScript,
  streamBody,
  variableStore,
} from './sandboxParts.ts';
import type { SandboxHost } from './sandboxParts.ts';
import type {
  ScriptRequest,
  ScriptResponse,
  ScriptResult,
  ScriptRun,
  ScriptValue,
} from './script.ts';

/** What a script may see. */
export type ScriptView = Pick<ScriptRun, 'globals' | 'request' | 'response'>;

/** What a script has done, as the sandbox tells it. */
export type ScriptReport = Omit<ScriptResult, 'fault'>;

function clientApi({ tests, logs, globals }: ScriptReport) {
  return {
    global: variableStore(globals, toJson),
    test: (name: unknown, body: () => void) => runTest(tests, name, body),
    assert: assertCondition,
    log: (...values: unknown[]) => logValues(logs, values),
    exit: () => stopScript('ScriptExit', 'exit'),
  };
}

function toJson(value: unknown): ScriptValue {
  return JSON.parse(JSON.stringify(value) ?? 'null') as ScriptValue;
}

function requestApi(request: ScriptRequest, { variables }: ScriptReport) {
  return {
    method: request.method,
    url: { getRaw: () => request.url, tryGetSubstituted: () => request.url },
    headers: headersOf(request.headers),
    environment: { get: (name: string) => request.environment[name] ?? null },
    variables: variableStore(variables, shownValue),
  };
}

function responseApi({ status, headers, mimeType, charset, body, parts }: ScriptResponse) {
  return {
    status,
    contentType: { mimeType, charset },
    headers: headersOf(headers),
    body: parts === null ? bodyValue(body, mimeType) : streamBody(parts),
  };
}

function consoleApi({ logs }: ScriptReport) {
  const log = (...values: unknown[]) => logValues(logs, values);
  return { log, info: log, warn: log, error: log, debug: log };
}

function withoutPrototype<T>(values: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null), values);
}

/**
 * Defines the globals that JetBrains' scripts are written against. Returns a function that tells, as JSON, what the script did.
 */
function installApi({ globals, request, response }: ScriptView, host: SandboxHost): () => string {
  const report: ScriptReport = {
    tests: [],
    logs: [],
    globals: withoutPrototype(globals),
    variables: withoutPrototype(request.variables),
  };
  const { stringify } = JSON;
  Object.assign(globalThis, {
    client: clientApi(report),
    request: requestApi(request, report),
    console: consoleApi(report),
    crypto: { ...hashBuilders(host), hmac: hashBuilders(host) },
    atob: (base64: string) => host.atob(base64),
    btoa: (latin1: string) => host.btoa(latin1),
    ...(response === null ? {} : { response: responseApi(response) }),
  });
  return () => stringify(report);
}

const functions = [
  assertCondition,
  bodyValue,
  clientApi,
  consoleApi,
  hashBuilder,
  hashBuilders,
  headersOf,
  installApi,
  logValues,
  requestApi,
  responseApi,
  runTest,
  shownValue,
  stopScript,
  streamBody,
  toJson,
  variableStore,
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
