/** What one ring of tests came to. */
export interface RingResult {
  passed: number;
  failed: number;
  /** Each skipped test with its reason. */
  skipped: string[];
}

export interface Ring {
  name: string;
  /** Runs on the packed extension in the embedded VS Code. */
  needsPackage: boolean;
  run(): Promise<RingResult>;
}

/** With CI=true a skipped test is a failure; elsewhere it is said at the end. */
export const isCi = process.env['CI'] === 'true';

/** The result of a ring that could not run at all. */
export function brokenRing(reason: string): RingResult {
  console.log(`✖ ${reason}`);
  return { passed: 0, failed: 1, skipped: [] };
}
