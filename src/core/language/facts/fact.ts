/** One sentence on a word of the protocol, in English (the key of its translation), and where it is defined. */
export type Fact = readonly [sentence: string, specification: string];

/** Facts by the word they are about, in its usual spelling. */
export type Facts = Readonly<Record<string, Fact>>;
