/** A request file that cannot be read or holds no request; the message is the sentence for people. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly file: string;
  readonly code: 'WB_NO_FILE' | 'WB_NOT_UTF8' | 'WB_NO_REQUEST';
  /** Line and column, from 1. */
  readonly place: { line: number; column: number };

  constructor(
    file: string,
    code: FileError['code'],
    sentence: string,
    place: FileError['place'] = { line: 1, column: 1 },
  ) {
    super(sentence);
    this.file = file;
    this.code = code;
    this.place = place;
  }
}
