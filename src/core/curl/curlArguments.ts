import { longOptionName, takesArgument } from './curlOptions.ts';
import { readShellCommand, type ShellWord } from './shellWords.ts';

/** An option of a curl command with its long name, or a URL. */
export interface CurlArgument {
  /** `url` for a URL without an option. */
  name: string;
  /** What the option says; empty for a switch. */
  value: ShellWord;
}

/** A curl command as it is written. */
export interface CurlCommand {
  arguments: CurlArgument[];
  /** Behind the command in its text. */
  endOffset: number;
  /** What the shell would do with curl's output. */
  rest: ShellWord | null;
  openQuote: number | null;
}

/** True for a text that begins like a curl command. */
export function isCurlCommand(text: string): boolean {
  return text.includes('curl') && /^\s*curl(?:\.exe)?[ \t]+\S/.test(text);
}

/** Reads the curl command at the start of a text. */
export function readCurlCommand(text: string): CurlCommand {
  const { words, ...command } = readShellCommand(text);
  const reader = new ArgumentReader(words.slice(1));
  return { arguments: reader.read(), ...command };
}

class ArgumentReader {
  readonly #words: readonly ShellWord[];
  readonly #found: CurlArgument[] = [];
  #at = 0;

  constructor(words: readonly ShellWord[]) {
    this.#words = words;
  }

  read(): CurlArgument[] {
    let optionsEnded = false;
    for (let word = this.#next(); word !== undefined; word = this.#next()) {
      if (!optionsEnded && word.text === '--') optionsEnded = true;
      else if (!optionsEnded && word.text.startsWith('--')) this.#readLong(word);
      else if (!optionsEnded && /^-./.test(word.text)) this.#readShort(word);
      else this.#found.push({ name: 'url', value: word });
    }
    return this.#found;
  }

  #next(): ShellWord | undefined {
    this.#at += 1;
    return this.#words[this.#at - 1];
  }

  /** `--name value`, and `--name=value` as many write it. */
  #readLong(word: ShellWord): void {
    const equals = word.text.indexOf('=');
    const name = word.text.slice(2, equals === -1 ? undefined : equals);
    if (!takesArgument(name)) this.#found.push({ name, value: { ...word, text: '' } });
    else if (equals !== -1) this.#add(name, word, word.text.slice(equals + 1));
    else this.#addNext(name, word);
  }

  /** `-sSL`, `-XPOST`, `-H value`. */
  #readShort(word: ShellWord): void {
    for (let index = 1; index < word.text.length; index += 1) {
      const name = longOptionName(word.text.charAt(index));
      const rest = word.text.slice(index + 1);
      if (takesArgument(name))
        return rest === '' ? this.#addNext(name, word) : this.#add(name, word, rest);
      this.#add(name, word, '');
    }
  }

  #addNext(name: string, option: ShellWord): void {
    this.#found.push({ name, value: this.#next() ?? { ...option, text: '' } });
  }

  #add(name: string, word: ShellWord, text: string): void {
    this.#found.push({ name, value: { ...word, text } });
  }
}
