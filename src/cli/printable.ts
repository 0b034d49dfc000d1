/** A peer's bytes must not steer the terminal: control characters but tab and line ends show as symbols. */
export function printable(text: string): string {
  return text.replace(/[\u0000-\u0008\u000B-\u001F\u007F-\u009F]/g, (character) => {
    const code = character.charCodeAt(0);
    return code === 0x0d ? '' : code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
  });
}
