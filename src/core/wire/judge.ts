/** What looks at the answer of an exchange, after the wire. */
export interface Judge {
  /** All of the answer has come. Rejects with a `WireError`: the fault of a script, or that it was cancelled. */
  judge(): Promise<void>;
  /** The exchange has failed: what listened to the answer gets what had come of it. Never rejects. */
  brokeOff(): Promise<void>;
  /** The exchange was cancelled: nothing more is said about it. */
  stop(): void;
}

/** Nothing is said about the answer. */
export const lenientJudge: Judge = {
  judge: async () => {},
  brokeOff: async () => {},
  stop: () => {},
};
