import type { DiagnosticCode } from '../request-file/diagnosticCatalogue.ts';
import type { Prompt } from './prompt.ts';

/** Where a value comes from; see `VariableScope` for who wins. */
export type VariableOrigin =
  | 'override'
  | 'prompt'
  | 'file'
  | 'private environment'
  | 'environment'
  | 'shared environment'
  | 'dotenv'
  | 'process'
  | 'secret'
  | 'response'
  | 'script'
  | 'dynamic';

/** Where a variable was written; all but the origin are `null` where they make no sense. The line counts from 1. */
export interface VariableSource {
  origin: VariableOrigin;
  path: string | null;
  line: number | null;
  /** Name of the environment, where one was chosen. */
  environment: string | null;
  /** Name of the setting that holds the environment. */
  setting: string | null;
}

/** A variable before substitution: its value may hold references to others. */
export interface Variable {
  name: string;
  value: string;
  /** Resolved anew at each use. */
  lazy: boolean;
  /** From a private file: masked wherever it is shown. */
  secret: boolean;
  source: VariableSource;
  /** Its value is asked for. */
  prompt?: Prompt;
  /** Why its value cannot be used, as a diagnostic. */
  unusable?: VariableFailure;
}

/** Why there is no value: a diagnostic without its place. */
export interface VariableFailure {
  code: DiagnosticCode;
  args: string[];
}

/** A source that is no place in a file. */
export function sourceOf(origin: VariableOrigin): VariableSource {
  return { origin, path: null, line: null, environment: null, setting: null };
}
