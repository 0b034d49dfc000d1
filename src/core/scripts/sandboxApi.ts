import {
  assertCondition,
  bodyValue,
  deliverPart,
  finishStream,
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
import { requestApi, requestHeaders, substituted, templateOf } from './sandboxRequest.ts';
import type { SandboxHost, Subscription } from './sandboxParts.ts';
import type {
  ScriptResponse,
  ScriptResult,
  ScriptRun,
  ScriptValue,
  ScriptValues,
} from './script.ts';

/** What a script may see. */
export type ScriptView = Pick<ScriptRun, 'globals' | 'request' | 'response'>;

/** What a script has done, as the sandbox tells it. */
export type ScriptReport = Omit<ScriptResult, 'fault'>;

function clientApi({ tests, logs, globals }: ScriptReport, request: ScriptView['request']) {
  const { environment, fileVariables } = request;
  const global = variableStore(globals, toJson);
  return {
    global,
    variables: {
      global,
      environment: { get: (name: string) => environment[name] ?? null },
      file: { get: (name: string) => fileVariables[name] ?? null },
    },
    test: (name: unknown, body: () => void) => runTest(tests, name, body),
    assert: assertCondition,
    log: (...values: unknown[]) => logValues(logs, values),
    exit: () => stopScript('ScriptExit', 'exit'),
  };
}

function toJson(value: unknown): ScriptValue {
  return JSON.parse(JSON.stringify(value) ?? 'null') as ScriptValue;
}

function responseApi(response: ScriptResponse, subscriptions: Subscription[]) {
  const { status, headers, mimeType, charset, body, isStream } = response;
  return {
    status,
    contentType: { mimeType, charset },
    headers: headersOf(headers),
    body: isStream ? streamBody(subscriptions) : bodyValue(body, mimeType),
  };
}

function consoleApi({ logs }: ScriptReport) {
  const log = (...values: unknown[]) => logValues(logs, values);
  return { log, info: log, warn: log, error: log, debug: log };
}

function withoutPrototype<T>(values: Record<string, T>): Record<string, T> {
  return Object.assign(Object.create(null), values);
}

function replaceValues(values: ScriptValues, json: string): void {
  for (const name of Object.keys(values)) delete values[name];
  Object.assign(values, JSON.parse(json));
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
}

/** Defines the globals that JetBrains' scripts are written against. */
function installApi({ globals, request, response }: ScriptView, host: SandboxHost): SandboxCalls {
  const report: ScriptReport = {
    tests: [],
    logs: [],
    globals: withoutPrototype(globals),
    variables: withoutPrototype(request.variables),
    isListening: false,
  };
  const subscriptions: Subscription[] = [];
  const { stringify } = JSON;
  const requested = requestApi(request, report.variables);
  const client = clientApi(report, request);
  Object.assign(client.variables, { request: requested.variables });
  Object.assign(globalThis, {
    client,
    request: requested,
    console: consoleApi(report),
    crypto: { ...hashBuilders(host), hmac: hashBuilders(host) },
    atob: (base64: string) => host.atob(base64),
    btoa: (latin1: string) => host.btoa(latin1),
    ...(response === null ? {} : { response: responseApi(response, subscriptions) }),
  });
  return {
    tell: () => {
      const isListening = subscriptions.some(({ isOpen, onFinish }) => isOpen || onFinish);
      const told = stringify({ ...report, isListening });
      report.tests.length = 0;
      report.logs.length = 0;
      return told;
    },
    renew: (json) => replaceValues(report.globals, json),
    deliver: (part) => deliverPart(subscriptions, part),
    finish: () => finishStream(subscriptions),
  };
}

const functions = [
  assertCondition,
  bodyValue,
  clientApi,
  consoleApi,
  deliverPart,
  finishStream,
  hashBuilder,
  hashBuilders,
  headersOf,
  installApi,
  logValues,
  replaceValues,
  requestApi,
  requestHeaders,
  responseApi,
  runTest,
  shownValue,
  stopScript,
  streamBody,
  substituted,
  templateOf,
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
