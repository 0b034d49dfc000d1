/** Follows the lines of a multipart body: where do the contents of a part begin? */
export class PartPlace {
  readonly #isMultipart: boolean;
  #isInHead = false;
  #isAtStart = false;

  constructor(isMultipart: boolean) {
    this.#isMultipart = isMultipart;
  }

  /** Nothing of the part has been read but its headers. */
  get isAtStart(): boolean {
    return this.#isAtStart;
  }

  /** Takes a line of the body. */
  follow(text: string): void {
    this.#isInHead = this.#isMultipart && (this.#isInHead || text.startsWith('--'));
    this.#isAtStart = false;
  }

  /** Takes an empty line. */
  followBlank(): void {
    this.#isAtStart ||= this.#isInHead;
    this.#isInHead = false;
  }
}
