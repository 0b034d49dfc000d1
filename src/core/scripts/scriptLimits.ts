/** How long a script may run. */
export interface ScriptTimes {
  /** In the virtual machine, which asks now and then. */
  scriptMs: number;
  /** Until its thread is ended: one built-in function cannot be stopped in the middle. */
  threadMs: number;
}

export const scriptTimes: ScriptTimes = { scriptMs: 5_000, threadMs: 8_000 };

/** What a script may use. */
export const scriptLimits = {
  memoryBytes: 256 * 1024 * 1024,
  stackBytes: 256 * 1024,
  /** How long parts of a stream are handed over before what came of them is told. */
  deliveryMs: 100,
  /** What a script sees of a body, or of one part of a stream. */
  bodyBytes: 10 * 1024 * 1024,
  /** Characters of what it tells; of a longer report nothing is kept. */
  reportLength: 4 * 1024 * 1024,
};
