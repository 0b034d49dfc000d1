import type { PreparedAssertion } from '../assertions/assertion.ts';
import type { ScriptTemplate, ScriptValues } from '../scripts/script.ts';
import type { ScriptModules } from '../scripts/scriptModules.ts';

/** A script whose file was read. */
export interface PreparedScript {
  /** The file that holds the code. */
  file: string;
  /** Where the code begins in it, from 1. */
  line: number;
  code: string;
  modules?: ScriptModules;
}

/** What looks at an answer when all of it has come, in the order of the file. */
export type ConcludingStep =
  ({ kind: 'assertion' } & PreparedAssertion) | ({ kind: 'script' } & PreparedScript);

/** What a request says about its answer, and what its own scripts may see of it. */
export interface PreparedConclusion {
  steps: ConcludingStep[];
  /** The request as it is written. */
  written: ScriptTemplate;
  environment: Record<string, string>;
  /** Values that the file defines, as written. */
  fileVariables: Record<string, string>;
  /** Number of the sending in a loop, from 0. */
  iteration: number;
  /** What scripts above the request gave it. */
  variables: ScriptValues;
  /** The elements of collections that this sending has, in their order. */
  templateValues: readonly string[];
}
