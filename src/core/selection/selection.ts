/** What a path found in a document: a value as text, nothing, or why there can be none. */
export type Selection =
  | { found: string }
  | { problem: 'nothing' }
  | { problem: 'document'; wanted: 'JSON' | 'XML' }
  | { problem: 'path'; reason: string };
