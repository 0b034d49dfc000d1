/** Cuts the text of an event stream into lines (WHATWG HTML §9.2.6): CR, LF or CRLF ends one, and a CR does so at once. */
export class EventLines {
  /** Characters of the line that has not ended yet. */
  pendingLength = 0;
  readonly #onLine: (line: string) => void;
  #pending: string[] = [];
  #afterCr = false;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** Takes text; an LF that follows a CR of the text before belongs to it. */
  feed(text: string): void {
    if (text === '') return;
    let start = this.#afterCr && text.startsWith('\n') ? 1 : 0;
    this.#afterCr = text.endsWith('\r');
    let cr = text.indexOf('\r', start);
    let lf = text.indexOf('\n', start);
    while (cr >= 0 || lf >= 0) {
      const end = lf < 0 || (cr >= 0 && cr < lf) ? cr : lf;
      this.#end(text.slice(start, end));
      start = end === cr && lf === end + 1 ? end + 2 : end + 1;
      if (cr >= 0 && cr < start) cr = text.indexOf('\r', start);
      if (lf >= 0 && lf < start) lf = text.indexOf('\n', start);
    }
    this.#keep(text.slice(start));
  }

  #keep(rest: string): void {
    if (rest === '') return;
    this.#pending.push(rest);
    this.pendingLength += rest.length;
  }

  #end(rest: string): void {
    const line = this.#pending.length === 0 ? rest : this.#pending.join('') + rest;
    this.#pending = [];
    this.pendingLength = 0;
    this.#onLine(line);
  }
}
