import type { ScriptModules } from './scriptModules.ts';

/** A value that crosses into the sandbox and back: JSON. */
export type ScriptValue =
  string | number | boolean | null | ScriptValue[] | { [name: string]: ScriptValue };

export type ScriptValues = Record<string, ScriptValue>;

/** What outlives a script: `client.global`, and the headers that it adds to requests. */
export interface ScriptGlobals {
  values: ScriptValues;
  headers: Record<string, string>;
}

/** No script has kept anything. */
export const noGlobals: ScriptGlobals = { values: {}, headers: {} };

/** A header as received; names are compared without case. */
export type ScriptHeader = readonly [name: string, value: string];

/** The parts of a request that may hold variables. */
export interface ScriptTemplate {
  url: string;
  headers: readonly ScriptHeader[];
  /** A file in it is a line `< path`. */
  body: string;
}

/** What a script sees of its request, as `request`: the template as it is written. */
export interface ScriptRequest extends ScriptTemplate {
  method: string;
  /** The same with its variables, as far as they are known without asking anybody. */
  known: ScriptTemplate;
  /** Number of the sending in a loop, from 0. */
  iteration: number;
  /** Values that the file defines, as written. */
  fileVariables: Record<string, string>;
  /** Values of the chosen environment, as `request.environment`. */
  environment: Record<string, string>;
  /** Values that scripts gave to this request, as `request.variables`. */
  variables: ScriptValues;
  /** The elements of collections that this sending has, as `request.templateValue`. */
  templateValues: readonly string[];
}

/** What a script sees of the answer, as `response`. */
export interface ScriptResponse {
  status: number;
  headers: readonly ScriptHeader[];
  mimeType: string;
  charset: string;
  /** The decoded body as text, cut at `maxBodyBytes` of the runner. */
  body: string;
  /** The body is what `onEachLine` and `onEachMessage` subscribe to; its parts are delivered as they come. */
  isStream: boolean;
}

/** One run of a script. */
export interface ScriptRun {
  /** The file that holds the code, for messages. */
  file: string;
  /** The line in it where the code begins, from 1. */
  line: number;
  code: string;
  modules?: ScriptModules;
  globals: ScriptGlobals;
  request: ScriptRequest;
  /** `null` before the request is sent. */
  response: ScriptResponse | null;
}

/** A `client.test`, or an assertion outside of one. */
export interface ScriptTest {
  name: string;
  passed: boolean;
  /** Why it failed; empty where it passed. */
  message: string;
}

/** Why a script did not come to its end; `line` counts in its file. */
export interface ScriptFault {
  code: 'WB_SCRIPT_FAILED' | 'WB_SCRIPT_TIMEOUT' | 'WB_SCRIPT_MEMORY';
  reason: string;
  line: number;
}

/** What a script did; all of it comes from the script and is as hostile as that. */
export interface ScriptResult {
  tests: ScriptTest[];
  logs: string[];
  globals: ScriptGlobals;
  variables: ScriptValues;
  fault: ScriptFault | null;
  /** It has subscribed to a stream and waits for more of it. */
  isListening: boolean;
}

/** What a script did with parts of a stream, and how many of them it has taken so far. */
export interface Delivery extends ScriptResult {
  taken: number;
}
