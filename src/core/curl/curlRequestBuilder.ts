import type { CurlArgument } from './curlArguments.ts';
import { curlClientCert } from './curlCertificate.ts';
import { joinData } from './curlBody.ts';
import { isComplexField, readCurlForm } from './curlForm.ts';
import { isRequestPart, isSilentOption } from './curlOptions.ts';
import type { CurlBodyPart, CurlField, CurlNote, CurlRequest, CurlText } from './curlRequest.ts';

const headerOptions: Record<string, { header: string; prefix: string }> = {
  'user-agent': { header: 'User-Agent', prefix: '' },
  referer: { header: 'Referer', prefix: '' },
  'oauth2-bearer': { header: 'Authorization', prefix: 'Bearer ' },
  range: { header: 'Range', prefix: 'bytes=' },
};
const versionOptions: Record<string, string> = {
  'http1.0': 'HTTP/1.0',
  'http1.1': 'HTTP/1.1',
  http2: 'HTTP/2',
  'http2-prior-knowledge': 'HTTP/2 (Prior Knowledge)',
};
const directiveOptions: Record<string, { directive: string; prefix: string; suffix: string }> = {
  insecure: { directive: 'insecure', prefix: '', suffix: '' },
  'max-time': { directive: 'timeout', prefix: '', suffix: ' s' },
  'connect-timeout': { directive: 'connection-timeout', prefix: '', suffix: ' s' },
  cacert: { directive: 'ca', prefix: '', suffix: '' },
  'connect-to': { directive: 'connect-to', prefix: '', suffix: '' },
  noproxy: { directive: 'no-proxy', prefix: '', suffix: '' },
  proxy: { directive: 'proxy', prefix: '', suffix: '' },
  socks4: { directive: 'proxy', prefix: 'socks4://', suffix: '' },
  socks4a: { directive: 'proxy', prefix: 'socks4a://', suffix: '' },
  socks5: { directive: 'proxy', prefix: 'socks5://', suffix: '' },
  'socks5-hostname': { directive: 'proxy', prefix: 'socks5h://', suffix: '' },
};
const dataOptions = new Set('data data-ascii data-raw data-binary data-urlencode json'.split(' '));
/** Options that are looked at when all are known. */
const keptOptions = new Set(
  (
    'get head location compressed upload-file user digest basic aws-sigv4 unix-socket request ' +
    'abstract-unix-socket cert key pass cert-type'
  ).split(' '),
);

/** Collects the options of a curl command and makes a request of them. */
export class CurlRequestBuilder {
  #url: CurlText | null = null;
  #httpVersion: CurlText | null = null;
  readonly #kept = new Map<string, CurlText>();
  readonly #headers: CurlField[] = [];
  readonly #removedHeaders = new Set<string>();
  readonly #directives: CurlField[] = [];
  readonly #data: CurlArgument[] = [];
  readonly #query: CurlArgument[] = [];
  readonly #form: CurlArgument[] = [];
  readonly #notes: CurlNote[] = [];

  /** Takes one option; false where a further request begins. */
  take({ name, value }: CurlArgument): boolean {
    if (name === 'url') this.#takeUrl(value);
    else if (name === 'header') this.#takeHeader(value);
    else if (dataOptions.has(name)) this.#data.push({ name, value });
    else if (name === 'resolve') this.#takeResolve(value);
    else if (name === 'cookie') this.#takeCookie(value);
    else if (name === 'url-query') this.#takeQuery(value);
    else if (name === 'form' || name === 'form-string') this.#takeField({ name, value });
    else if (keptOptions.has(name)) this.#kept.set(name, value);
    else if (!this.#takeTranslated(name, value) && !isSilentOption(name)) {
      const text = name.length === 1 ? `-${name}` : `--${name}`;
      this.note(isRequestPart(name) ? 'part' : 'option', { ...value, text });
    }
    return name !== 'next';
  }

  note(kind: CurlNote['kind'], { text, offset, endOffset }: CurlText): void {
    this.#notes.push({ kind, text, offset, endOffset });
  }

  finish(): Omit<CurlRequest, 'endOffset'> {
    const command = { text: '', offset: 0, endOffset: 'curl'.length };
    if (this.#url === null) this.note('noUrl', command);
    const body = this.#finishBody();
    const url = this.#finishUrl(this.#url ?? command);
    this.#finishHeaders(url);
    if (!this.#kept.has('location')) this.#directives.push(['no-redirect', '', command]);
    return {
      method: this.#kept.get('request')?.text || this.#impliedMethod(body),
      url,
      httpVersion: this.#httpVersion,
      headers: this.#headers,
      directives: this.#directives,
      body,
      notes: this.#notes,
    };
  }

  #takeUrl(value: CurlText): void {
    if (this.#url === null) this.#url = value;
    else this.note('option', value);
  }

  /** `Name: value`; `Name;` sends an empty one, `Name:` takes curl's own header away, `@file` reads them from a file. */
  #takeHeader(value: CurlText): void {
    const [, name = '', separator, text = ''] =
      /^([^:;@][^:;]*)([:;])\s*([^]*)$/.exec(value.text) ?? [];
    const understood = separator === ':' || (separator === ';' && text === '');
    if (value.text.startsWith('@')) this.#notePart('header', value);
    else if (!understood) this.note('option', { ...value, text: `--header ${value.text}` });
    else if (separator === ':' && text === '') this.#removedHeaders.add(name.trim().toLowerCase());
    else this.#headers.push([name.trim(), text.trimEnd(), value]);
  }

  /** A cookie without `=` is the name of a file with cookies; an empty one only has curl keep those that it gets. */
  #takeCookie(value: CurlText): void {
    if (value.text.includes('=')) this.#headers.push(['Cookie', value.text, value]);
    else if (value.text !== '') this.#notePart('cookie', value);
  }

  /** As for `--data-urlencode`; what begins with `+` is taken as it is. */
  #takeQuery(value: CurlText): void {
    const isPlain = value.text.startsWith('+');
    const name = isPlain ? 'data-raw' : 'data-urlencode';
    this.#query.push({ name, value: { ...value, text: value.text.slice(isPlain ? 1 : 0) } });
  }

  #takeField(field: CurlArgument): void {
    if (isComplexField(field)) this.#notePart(field.name, field.value);
    else this.#form.push(field);
  }

  #notePart(option: string, value: CurlText): void {
    this.note('part', { ...value, text: `--${option} ${value.text}` });
  }

  /** `host:port:address`; of several addresses, and of `-host:port`, there is no counterpart. */
  #takeResolve(value: CurlText): void {
    const [, host, port, address = ''] =
      /^\+?([^:+*-][^:]*|\*):(\d+):\[?([^,\]]+)\]?$/.exec(value.text) ?? [];
    if (address === '') this.note('option', { ...value, text: '--resolve' });
    const to = address.includes(':') ? `[${address}]` : address;
    const text = `${host === '*' ? '' : host}:${port}:${to}:`;
    if (address !== '') this.#directives.push(['connect-to', text, value]);
  }

  /** Options that stand for a header, a version or a directive. */
  #takeTranslated(name: string, value: CurlText): boolean {
    const header = headerOptions[name];
    const directive = directiveOptions[name];
    const version = versionOptions[name];
    if (header) this.#headers.push([header.header, header.prefix + value.text, value]);
    if (directive) {
      const text = directive.prefix + value.text + directive.suffix;
      this.#directives.push([directive.directive, text, value]);
    }
    if (version !== undefined) this.#httpVersion = { ...value, text: version };
    return Boolean(header ?? directive ?? version);
  }

  #impliedMethod(body: readonly CurlBodyPart[]): string {
    if (this.#kept.has('head')) return 'HEAD';
    if (this.#kept.has('upload-file')) return 'PUT';
    return body.length > 0 ? 'POST' : 'GET';
  }

  #finishBody(): CurlBodyPart[] {
    const [field] = this.#form;
    const [data] = this.#data;
    const upload = this.#kept.get('upload-file');
    if (field !== undefined) {
      const { boundary, parts } = readCurlForm(this.#form);
      this.#addHeader('Content-Type', `multipart/form-data; boundary=${boundary}`, field.value);
      return parts;
    }
    if (upload !== undefined) return [{ ...upload, kind: 'file' }];
    return data === undefined || this.#kept.has('get') ? [] : this.#finishData(data.value);
  }

  #finishData(origin: CurlText): CurlBodyPart[] {
    const isJson = this.#data.some(({ name }) => name === 'json');
    const form = 'application/x-www-form-urlencoded';
    this.#addHeader('Content-Type', isJson ? 'application/json' : form, origin);
    if (isJson) this.#addHeader('Accept', 'application/json', origin);
    return joinData(this.#data, isJson ? '' : '&');
  }

  #finishUrl(url: CurlText): CurlText {
    const queries = this.#kept.has('get') ? [...this.#query, ...this.#data] : this.#query;
    const query = this.#queryText(joinData(queries, '&'));
    const isComplete = /^(?:[a-z][a-z\d+.-]*:\/\/|\{\{|$)/i.test(url.text);
    const target = isComplete ? url.text : `http://${url.text}`;
    const text = query === '' ? target : `${target}${target.includes('?') ? '&' : '?'}${query}`;
    const abstract = this.#kept.get('abstract-unix-socket');
    const socket = this.#kept.get('unix-socket')?.text ?? (abstract && `@${abstract.text}`);
    return { ...url, text: socket === undefined ? text : this.#overSocket(text, socket, url) };
  }

  /** What a file holds has no place in a URL. */
  #queryText(parts: readonly CurlBodyPart[]): string {
    for (const part of parts) {
      if (part.kind !== 'text') this.note('part', { ...part, text: `@${part.text}` });
    }
    return parts.map(({ kind, text }) => (kind === 'text' ? text : '')).join('');
  }

  /** `unix:/path.sock:/resource`, with the host of the URL as a header. */
  #overSocket(url: string, socket: string, origin: CurlText): string {
    const [, scheme = '', host = 'localhost', path = ''] =
      /^([a-z+]+):\/\/([^/?#]*)([^]*)$/i.exec(url) ?? [];
    this.#addHeader('Host', host, origin);
    const start = /^(?:http)?$/i.test(scheme) ? 'unix:' : `${scheme}://unix:`;
    return `${start}${socket}:${path.startsWith('/') ? path : `/${path}`}`;
  }

  #finishHeaders(origin: CurlText): void {
    const user = this.#kept.get('user');
    if (user !== undefined) this.#addHeader('Authorization', this.#authorization(user.text), user);
    const compressed = this.#kept.get('compressed') ?? origin;
    if (this.#kept.has('compressed')) {
      this.#addHeader('Accept-Encoding', 'deflate, gzip, br, zstd', compressed);
    }
    this.#finishCertificate();
  }

  #finishCertificate(): void {
    const value = curlClientCert(this.#kept);
    const names = ['cert', 'key', 'pass', 'cert-type'];
    const name = names.find((each) => this.#kept.has(each)) ?? '';
    const origin = this.#kept.get(name);
    if (origin === undefined) return;
    if (value !== null) this.#headers.push(['ClientCert', value, origin]);
    else this.note('option', { ...origin, text: `--${name}` });
  }

  #authorization(user: string): string {
    const pair = user.includes(':') ? user : `${user}:`;
    const signature = this.#kept.get('aws-sigv4');
    if (signature === undefined) return this.#plainAuthorization(pair);
    const [, , region, service] = signature.text.split(':');
    const [key, secret] = pair.split(/:(.*)/s);
    const scope = [region && `region:${region}`, service && `service:${service}`];
    return ['AWS', key, secret, ...scope].filter(Boolean).join(' ');
  }

  /** A blank would separate user and password. */
  #plainAuthorization(pair: string): string {
    if (this.#kept.has('digest')) return `Digest ${pair}`;
    return `Basic ${/\s/.test(pair) && !pair.includes('{{') ? Buffer.from(pair).toString('base64') : pair}`;
  }

  /** A header that curl adds by itself: what `-H` gives or takes away wins. */
  #addHeader(name: string, value: string, origin: CurlText): void {
    if (this.#removedHeaders.has(name.toLowerCase()) || this.#header(name) !== undefined) return;
    this.#headers.push([name, value, origin]);
  }

  #header(name: string): string | undefined {
    return this.#headers.find(([other]) => other.toLowerCase() === name.toLowerCase())?.[1];
  }
}
