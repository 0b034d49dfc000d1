const EXCERPT_CHARACTERS = 120;

/** The beginning of what a peer sent, printable: for the sentence that says what was wrong. */
export function excerpt(received: Buffer | string): string {
  const text = typeof received === 'string' ? received : received.toString('latin1');
  const shown = text
    .slice(0, EXCERPT_CHARACTERS)
    .replaceAll(/[^\x20-\x7e]/g, (character) => escaped(character));
  return text.length > EXCERPT_CHARACTERS ? `${shown}…` : shown;
}

function escaped(character: string): string {
  return `\\x${character.charCodeAt(0).toString(16).padStart(2, '0')}`;
}
