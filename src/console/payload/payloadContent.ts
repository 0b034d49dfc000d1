import type { PayloadRef, PayloadSlice } from '../../protocol/rows.ts';
import type { HexBorder } from '../hex/hexModel.ts';
import { looksLikeJson, readJson } from '../json/jsonDocument.ts';
import type { JsonDocument } from '../json/jsonDocument.ts';
import { decodeText, payloadViews } from './payloadKind.ts';
import type { PayloadViewName } from './payloadKind.ts';
import { PayloadReader } from './payloadReader.ts';

/** A JSON text longer than this is shown as text: its tree would take too long to build. */
const jsonLimitCharacters = 16 * 1024 * 1024;

/** What is to be shown: where the bytes are, and what is known of them. */
export interface PayloadSource {
  ref: PayloadRef;
  /** Changes when there may be more bytes than before. */
  version: number;
  /** More bytes are on their way. */
  grows: boolean;
  contentType: string | null;
  charset: string;
  /** Known to be text or not; null lets the bytes tell. */
  isText: boolean | null;
  borders: HexBorder[];
}

/** The part of a payload that has been read, and what it was understood to be. */
export class PayloadContent {
  source: PayloadSource;
  readonly reader: PayloadReader;
  text = '';
  /** null where it is no JSON at all. */
  json: JsonDocument | null = null;
  /** The ways to look at it, the best one first; empty until something has been read. */
  views: PayloadViewName[] = [];

  constructor(
    source: PayloadSource,
    fetch: (offset: number, lengthBytes: number) => Promise<PayloadSlice>,
  ) {
    this.source = source;
    this.reader = new PayloadReader(source.ref, fetch);
  }

  /** It was read to its end and is not quite JSON: better shown as what it is. */
  get isBrokenJson(): boolean {
    return this.json !== null && this.json.error !== null && this.reader.isComplete;
  }

  /** Reads so many slices more. Rejects with the host's sentence. */
  async load(slices: number): Promise<void> {
    for (let slice = 0; slice < slices && !this.reader.isComplete; slice += 1) {
      await this.reader.loadMore();
    }
    this.#understand();
  }

  /** Reads what has come since everything was read. Rejects with the host's sentence. */
  async grow(source: PayloadSource): Promise<void> {
    this.source = source;
    this.reader.reopen();
    await this.load(1);
  }

  /** The view to begin with: the one last chosen where it fits, but a tree only of what is JSON. */
  bestView(wanted: PayloadViewName | null): PayloadViewName | null {
    if (wanted && wanted !== 'json' && this.views.includes(wanted)) return wanted;
    const best = this.isBrokenJson ? this.views.find((view) => view !== 'json') : this.views[0];
    return best ?? null;
  }

  #understand(): void {
    const { contentType, charset, isText, grows } = this.source;
    const { bytes, isComplete } = this.reader;
    this.text = decodeText(bytes, charset, isComplete && !grows);
    const mayBeJson =
      (looksLikeJson(this.text) || /[/+]json\b/u.test(contentType ?? '')) &&
      this.text.length <= jsonLimitCharacters;
    this.json = mayBeJson ? readJson(this.text) : null;
    const isJson = this.json !== null && this.json.root !== null;
    this.views = payloadViews({ bytes, contentType, isText, isJson });
  }
}
