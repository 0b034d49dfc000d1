import type { HeaderField } from '../wireFacts.ts';

// `name` alone has an empty value.
const staticText = `:authority
:method GET
:method POST
:path /
:path /index.html
:scheme http
:scheme https
:status 200
:status 204
:status 206
:status 304
:status 400
:status 404
:status 500
accept-charset
accept-encoding gzip, deflate
accept-language
accept-ranges
accept
access-control-allow-origin
age
allow
authorization
cache-control
content-disposition
content-encoding
content-language
content-length
content-location
content-range
content-type
cookie
date
etag
expect
expires
from
host
if-match
if-modified-since
if-none-match
if-range
if-unmodified-since
last-modified
link
location
max-forwards
proxy-authenticate
proxy-authorization
range
referer
refresh
retry-after
server
set-cookie
strict-transport-security
transfer-encoding
user-agent
vary
via
www-authenticate`;

/** By index, from 1 (RFC 7541, appendix A). */
export const staticFields: readonly HeaderField[] = staticText.split('\n').map((line) => {
  const blank = line.indexOf(' ');
  return blank === -1 ? [line, ''] : [line.slice(0, blank), line.slice(blank + 1)];
});

/** What an entry counts beside its name and value (RFC 7541 §4.1). */
const entryOverheadBytes = 32;
/** Of the dynamic table, until something else is agreed (RFC 9113 §6.5.2). */
export const DEFAULT_TABLE_BYTES = 4096;

interface Entry {
  field: HeaderField;
  sizeBytes: number;
}

/** The static table and the dynamic one of one direction of a connection (RFC 7541 §2.3). */
export class HpackTable {
  /** Oldest first, so that index 62 is the last. */
  #entries: Entry[] = [];
  #sizeBytes = 0;
  #limitBytes = DEFAULT_TABLE_BYTES;

  /** The field at this index; `null` where there is none. */
  at(index: number): HeaderField | null {
    if (index <= staticFields.length) return staticFields[index - 1] ?? null;
    const age = index - staticFields.length;
    return this.#entries[this.#entries.length - age]?.field ?? null;
  }

  /** Takes a field in; older ones make room, and one that is larger than the table empties it (RFC 7541 §4.4). */
  add(field: HeaderField): void {
    const sizeBytes = fieldBytes(field);
    this.#entries.push({ field, sizeBytes });
    this.#sizeBytes += sizeBytes;
    this.#evict();
  }

  /** A size update of the encoder (RFC 7541 §6.3). */
  resize(limitBytes: number): void {
    this.#limitBytes = limitBytes;
    this.#evict();
  }

  #evict(): void {
    let evicted = 0;
    while (this.#sizeBytes > this.#limitBytes)
      this.#sizeBytes -= this.#entries[evicted++]!.sizeBytes;
    if (evicted > 0) this.#entries = this.#entries.slice(evicted);
  }
}

/** Size of a field, one character a byte, as HPACK and MAX_HEADER_LIST_SIZE count (RFC 7541 §4.1, RFC 9113 §6.5.2). */
export function fieldBytes([name, value]: HeaderField): number {
  return name.length + value.length + entryOverheadBytes;
}
