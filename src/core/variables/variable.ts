/** Where a value comes from; the first of these that has a name wins (see `VariableScope`). */
export type VariableOrigin =
  'override' | 'file' | 'private environment' | 'environment' | 'shared environment' | 'dynamic';

/** Where a variable was written. `path` is `null` for overrides and dynamic variables; the line counts from 1. */
export interface VariableSource {
  origin: VariableOrigin;
  path: string | null;
  line: number | null;
  /** Name of the environment, where one was chosen. */
  environment: string | null;
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
}
