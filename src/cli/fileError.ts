/** A request file that cannot be read or holds no request; the message is the sentence for people. */
export class FileError extends Error {
  override readonly name = 'FileError';
  readonly file: string;
  readonly code: 'WB_NO_FILE' | 'WB_NO_REQUEST';

  constructor(file: string, code: FileError['code'], sentence: string) {
    super(sentence);
    this.file = file;
    this.code = code;
  }
}
