/** Puts an English sentence into the user's language and fills in `{0}`, `{1}` … */
export type Translate = (english: string, ...args: string[]) => string;

/** Leaves a sentence in English. */
export const english: Translate = (text, ...args) =>
  text.replace(/\{(\d+)\}/g, (placeholder, index) => args[Number(index)] ?? placeholder);
