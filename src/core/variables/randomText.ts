const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';
const alphabets: Record<string, string> = {
  alphabetic: letters,
  alphanumeric: `${letters}0123456789`,
  hexadecimal: '0123456789abcdef',
};
/** Longest text that `$random.alphabetic(n)` and its kin make. */
const maxLength = 100_000;

/** JetBrains' `$random.integer(a, b)`, `.float(a, b)`, `.alphabetic(n)`, `.email` …; `null` for any other. */
export function randomText(
  expression: string,
  random: () => number,
): { value: string } | { usage: string } | null {
  const match =
    /^\$random\.(integer|float|alphabetic|alphanumeric|hexadecimal|email)(?:\(([^()]*)\))?$/.exec(
      expression,
    );
  if (match === null) return null;
  const kind = match[1] ?? '';
  const args = (match[2] ?? '').split(',').map((arg) => arg.trim());
  if (kind === 'email') return { value: `${pick(letters, 8, random)}@example.com`.toLowerCase() };
  if (kind === 'integer' || kind === 'float') return randomNumber(kind, args, random);
  const length = Number(args[0]);
  if (args[0] === '' || !Number.isInteger(length) || length < 0 || length > maxLength) {
    return { usage: `{{$random.${kind}(8)}}, at most ${maxLength} characters` };
  }
  return { value: pick(alphabets[kind] ?? letters, length, random) };
}

function randomNumber(
  kind: 'integer' | 'float',
  args: string[],
  random: () => number,
): { value: string } | { usage: string } {
  const bare = args.length === 1 && args[0] === '';
  const bounds = bare ? [1000] : args.map((arg) => (arg ? Number(arg) : NaN));
  const [low = NaN, high = NaN] = bounds.length === 1 ? [0, ...bounds] : bounds;
  if (!(low < high)) return { usage: `{{$random.${kind}(1, 100)}}, the smaller number first` };
  const value = low + random() * (high - low);
  return { value: String(kind === 'integer' ? Math.floor(value) : value) };
}

function pick(alphabet: string, length: number, random: () => number): string {
  return Array.from({ length }, () => alphabet.charAt(Math.floor(random() * alphabet.length))).join(
    '',
  );
}
