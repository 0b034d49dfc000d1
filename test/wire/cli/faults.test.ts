import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { test } from 'node:test';
import type { TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { FrameType } from '../../../src/core/wire/http2/frameType.ts';
import { CliFolder, eventsOf } from '../../support/cli.ts';
import { http2Frame, serveRawHttp2 } from '../../support/http2Raw.ts';
import { closedPort, deafPort, serveTcp, serveTls } from '../../support/httpServers.ts';
import {
  daysFromNow,
  makeAuthority,
  makeSelfSigned,
  type ServerIdentity,
} from '../../support/tlsCertificates.ts';

/** A request that must fail, and what is said of it. */
type Fault = [what: string, request: string, code: string, phase: string, message: RegExp];
type Script = (socket: Socket) => void;

const authority = await makeAuthority();
const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n';
const ofFive = 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n';
/** More than the buffers of both ends hold. */
const large = 'x'.repeat(32_000_000);

/** Answers the first bytes, and ends as it is told. */
function answering(answer: string | Buffer, finish: Script = () => undefined): Script {
  return (socket) => {
    socket.once('data', () => socket.write(answer, () => setTimeout(finish, 500, socket)));
  };
}

const reset: Script = (socket) => void socket.resetAndDestroy();
const end: Script = (socket) => void socket.end();
const resetAtOnce: Script = (socket) => void socket.once('data', () => reset(socket));
const silent: Script = () => undefined;

class FaultyServers {
  readonly #t: TestContext;

  constructor(t: TestContext) {
    this.#t = t;
  }

  async tcp(script: Script): Promise<string> {
    return `127.0.0.1:${(await serveTcp(this.#t, script)).port}`;
  }

  /** Sends `:status: 200` of the static table (RFC 7541, appendix A), then what the script says. */
  async http2(script: Script): Promise<string> {
    const answer = (socket: Socket): void => {
      socket.write(http2Frame(FrameType.headers, 4, 1, Buffer.of(0x88)));
      script(socket);
    };
    return `127.0.0.1:${(await serveRawHttp2(this.#t, answer)).port}`;
  }

  async tls(identity: ServerIdentity): Promise<string> {
    const { port } = await serveTls(this.#t, identity, (socket) => socket.end());
    return `localhost:${port}`;
  }

  async deaf(): Promise<string> {
    return `127.0.0.8:${await deafPort(this.#t, '127.0.0.8')}`;
  }
}

async function connecting(servers: FaultyServers): Promise<Fault[]> {
  const closed = `127.0.0.1:${await closedPort()}`;
  const deaf = `# @connection-timeout 1 s\nGET http://${await servers.deaf()}/`;
  return [
    [
      'an unknown name',
      'GET http://nowhere.invalid/',
      'WB_DNS_NOT_FOUND',
      'dns',
      /nowhere\.invalid/,
    ],
    [
      'a closed port',
      `GET http://${closed}/`,
      'WB_TCP_REFUSED',
      'tcp',
      /refused: nothing listens on 127\.0\.0\.1:\d+\.$/,
    ],
    [
      'a silent address',
      deaf,
      'WB_TCP_TIMEOUT',
      'tcp',
      /^No answer from 127\.0\.0\.8:\d+ within 1 s\.$/,
    ],
  ];
}

async function resets(servers: FaultyServers): Promise<Fault[]> {
  const at = await servers.tcp(resetAtOnce);
  const inHead = await servers.tcp(answering('HTTP/1.1 200 OK\r\nA', reset));
  const inBody = await servers.tcp(answering(`${ofFive}he`, reset));
  const upgraded = await servers.tcp(answering('HTTP/1.1 101 X\r\nA', reset));
  const raw = await servers.tcp(answering('x', reset));
  const code = 'WB_CONNECTION_RESET';
  const inAnswer = /reset by the other side in the middle of its answer\.$/;
  return [
    [
      'RST in the handshake',
      `GET https://${at}/`,
      code,
      'tls',
      /reset by the other side in the TLS handshake\.$/,
    ],
    [
      'RST while sending',
      `POST http://${at}/\n\n< large.bin`,
      code,
      'send',
      /reset by the other side while the request was being sent\.$/,
    ],
    [
      'RST before an answer',
      `GET http://${at}/`,
      code,
      'wait',
      /reset by the other side before it answered\.$/,
    ],
    ['RST in the head', `GET http://${inHead}/`, code, 'receive', inAnswer],
    ['RST in the body', `GET http://${inBody}/`, code, 'receive', inAnswer],
    [
      'RST before the upgrade',
      `WS ws://${at}/`,
      code,
      'upgrade',
      /reset by the other side during the upgrade\.$/,
    ],
    [
      'RST in the upgrade',
      `WS ws://${upgraded}/`,
      code,
      'upgrade',
      /reset by the other side during the upgrade\.$/,
    ],
    [
      'RST in a conversation',
      `TCP ${raw}\n\nhi\n=== expect close`,
      code,
      'messages',
      /^The connection was reset by the other side\.$/,
    ],
    [
      'RST of a proxy',
      `# @proxy http://${at}\nGET https://127.0.0.1:9/`,
      'WB_PROXY_CLOSED',
      'proxy',
      /^The proxy http:\/\/\S+ closed the connection before it was through\.$/,
    ],
  ];
}

async function halfCloses(servers: FaultyServers): Promise<Fault[]> {
  const silently = await servers.tcp(answering('', end));
  const inHead = await servers.tcp(answering('HTTP/1.1 200 OK\r\nA', end));
  const inBody = await servers.tcp(answering(`${ofFive}he`, end));
  const inChunk = await servers.tcp(answering(`${chunked}5\r\nab`, end));
  const later = '# @timeout 2 s\nGET http://';
  return [
    [
      'FIN before an answer',
      `GET http://${silently}/`,
      'WB_HTTP_CLOSED_BEFORE_RESPONSE',
      'wait',
      /closed the connection without an answer\.$/,
    ],
    [
      'FIN in the head',
      `GET http://${inHead}/`,
      'WB_HTTP_CLOSED_IN_HEADERS',
      'receive',
      /closed the connection in the middle of the headers\.$/,
    ],
    [
      'FIN in the body',
      `GET http://${inBody}/`,
      'WB_HTTP_CLOSED_IN_BODY',
      'receive',
      /before the body was complete: 2 bytes of 5 bytes\.$/,
    ],
    [
      'FIN in a chunk',
      `GET http://${inChunk}/`,
      'WB_HTTP_CLOSED_IN_BODY',
      'receive',
      /complete: 2 bytes of an unfinished chunked body\.$/,
    ],
    [
      'FIN in the handshake',
      `GET https://${silently}/`,
      'WB_TLS_FAILED',
      'tls',
      /failed: the server closed the connection\.$/,
    ],
    [
      'FIN in the upgrade',
      `WS ws://${silently}/`,
      'WB_WS_CLOSED_IN_UPGRADE',
      'upgrade',
      /closed the connection during the upgrade\.$/,
    ],
    [
      'silence in the handshake',
      `# @connection-timeout 1 s\nGET https://${await servers.tcp(silent)}/`,
      'WB_TIMEOUT',
      'tls',
      /^The TLS handshake was not finished within 1 s\.$/,
    ],
    [
      'silence',
      `${later}${await servers.tcp(silent)}/`,
      'WB_TIMEOUT',
      'wait',
      /longer than 2 s: 0 bytes had come, and nothing in the last \d\.\d s\.$/,
    ],
  ];
}

async function certificates(servers: FaultyServers): Promise<Fault[]> {
  const stranger = await makeAuthority('Stranger');
  const past = { notBefore: daysFromNow(-9), notAfter: daysFromNow(-2) };
  const future = { notBefore: daysFromNow(2), notAfter: daysFromNow(9) };
  const get = async (identity: ServerIdentity) => `GET https://${await servers.tls(identity)}/`;
  const plain = await servers.tcp(answering('HTTP/1.1 400 Bad Request\r\n\r\n', end));
  const alert = await servers.tcp(answering(Buffer.of(21, 3, 3, 0, 2, 2, 40), end));
  return [
    [
      'self-signed',
      await get(await makeSelfSigned()),
      'WB_TLS_SELF_SIGNED',
      'tls',
      /^The certificate is self-signed\.$/,
    ],
    [
      'of a stranger',
      await get(await stranger.issue()),
      'WB_TLS_UNKNOWN_AUTHORITY',
      'tls',
      /from an authority you do not trust\.$/,
    ],
    [
      'expired',
      await get(await authority.issue(past)),
      'WB_TLS_EXPIRED',
      'tls',
      /^The certificate has expired\.$/,
    ],
    [
      'not yet valid',
      await get(await authority.issue(future)),
      'WB_TLS_NOT_YET_VALID',
      'tls',
      /^The certificate is not valid yet\.$/,
    ],
    [
      'of another host',
      await get(await authority.issue({ names: ['b.test'] })),
      'WB_TLS_WRONG_HOST',
      'tls',
      /^The certificate is for another host\.$/,
    ],
    [
      'an alert',
      `GET https://${alert}/`,
      'WB_TLS_FAILED',
      'tls',
      /failed: the server sent the alert handshake_failure\.$/,
    ],
    [
      'no TLS',
      `GET https://${plain}/`,
      'WB_TLS_NOT_TLS',
      'tls',
      /^127\.0\.0\.1:\d+ does not speak TLS\.$/,
    ],
  ];
}

async function proxies(servers: FaultyServers): Promise<Fault[]> {
  const over = async (script: Script, limit = '10 s') =>
    `# @connection-timeout ${limit}\n# @proxy http://${await servers.tcp(script)}\nGET https://a.test/`;
  const asks =
    'HTTP/1.1 407 Who\r\nProxy-Authenticate: Basic realm="r"\r\nContent-Length: 0\r\n\r\n';
  const bad = 'HTTP/1.1 502 Bad Gateway\r\nContent-Length: 4\r\n\r\noops';
  return [
    [
      'a proxy that asks',
      await over(answering(asks)),
      'WB_PROXY_AUTH_REQUIRED',
      'proxy',
      /^The proxy \S+ asks for a user and a password\.$/,
    ],
    [
      'a proxy that fails',
      await over(answering(bad)),
      'WB_PROXY_FAILED',
      'proxy',
      /^The proxy \S+ did not connect us to a\.test:443: 502 Bad Gateway “oops”\.$/,
    ],
    [
      'a proxy that hangs',
      await over(silent, '1 s'),
      'WB_TIMEOUT',
      'proxy',
      /^The proxy did not open the way within 1 s\.$/,
    ],
  ];
}

async function http2(servers: FaultyServers): Promise<Fault[]> {
  const get = async (script: Script) =>
    `GET http://${await servers.http2(script)}/ HTTP/2 (Prior Knowledge)`;
  const goaway = Buffer.of(0, 0, 0, 1, 0, 0, 0, 2);
  const entry = Buffer.concat([
    Buffer.of(0x40, 1, 0x62, 0x7f, 0xa1, 0x1e),
    Buffer.alloc(4000, 'v'),
  ]);
  const bomb = Buffer.concat([entry, Buffer.alloc(12_000, 0xbe)]);
  return [
    [
      'GOAWAY',
      await get((s) => s.end(http2Frame(FrameType.goaway, 0, 0, goaway))),
      'WB_HTTP2_FAILED',
      'receive',
      /ended the HTTP\/2 stream with GOAWAY INTERNAL_ERROR\.$/,
    ],
    [
      'RST_STREAM',
      await get((s) => s.write(http2Frame(FrameType.rstStream, 0, 1, Buffer.of(0, 0, 0, 8)))),
      'WB_HTTP2_FAILED',
      'receive',
      /ended the HTTP\/2 stream with RST_STREAM CANCEL\.$/,
    ],
    [
      'RST of the connection',
      await get((s) => setTimeout(reset, 500, s)),
      'WB_CONNECTION_RESET',
      'receive',
      /reset by the other side in the middle of its answer\.$/,
    ],
    [
      'a bomb of HPACK',
      await get((s) => {
        s.write(http2Frame(FrameType.headers, 0, 1, bomb.subarray(0, 16_000)));
        s.write(http2Frame(FrameType.continuation, 5, 1, bomb.subarray(16_000)));
      }),
      'WB_HTTP_HEADERS_TOO_LARGE',
      'receive',
      /^The response headers are larger than 256 KiB\.$/,
    ],
  ];
}

async function bodies(servers: FaultyServers): Promise<Fault[]> {
  const get = async (script: Script) => `GET http://${await servers.tcp(script)}/`;
  const zipped = gzipSync(Buffer.alloc(400_000_000));
  const gzip = `HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: ${zipped.length}\r\n\r\n`;
  const line = `X-Endless: ${'x'.repeat(8_000)}\r\n`.repeat(100);
  const flood: Script = (socket) =>
    void socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\n');
      const more = (): void => {
        while (!socket.destroyed && socket.write(line));
      };
      socket.on('drain', more);
      more();
    });
  return [
    [
      'a length that is too long',
      await get(answering(`${ofFive}abc`, end)),
      'WB_HTTP_CLOSED_IN_BODY',
      'receive',
      /before the body was complete: 3 bytes of 5 bytes\.$/,
    ],
    [
      'a length that is too short',
      await get(answering(`${ofFive}abcdefg`)),
      'WB_HTTP_STRAY_BYTES',
      'receive',
      /sent 2 bytes more than its response holds, beginning with fg$/,
    ],
    [
      'garbage for a chunk size',
      await get(answering(`${chunked}zz\r\n`)),
      'WB_HTTP_MALFORMED_CHUNK',
      'receive',
      /^The chunked body is malformed: zz$/,
    ],
    [
      'a chunk that is longer than its size',
      await get(answering(`${chunked}3\r\nabcdef\r\n`)),
      'WB_HTTP_CHUNK_END',
      'receive',
      /^A chunk of 3 bytes is not followed by CR LF but by def$/,
    ],
    [
      'endless headers',
      await get(flood),
      'WB_HTTP_HEADERS_TOO_LARGE',
      'receive',
      /^The response headers are larger than 256 KiB\.$/,
    ],
    [
      'a bomb of gzip',
      await get(answering(Buffer.concat([Buffer.from(gzip), zipped]))),
      'WB_HTTP_INFLATES_TOO_MUCH',
      'receive',
      /^The body inflates without measure: \d+ bytes on the wire are more than 256 MiB decoded\.$/,
    ],
  ];
}

test(
  'each fault is said with its code, its phase and a sentence',
  { timeout: 120_000 },
  async (t) => {
    const servers = new FaultyServers(t);
    const groups = [connecting, resets, halfCloses, certificates, proxies, http2, bodies];
    const faults = (await Promise.all(groups.map((group) => group(servers)))).flat();
    await using folder = await CliFolder.with({
      'a.http': faults.map(([, request]) => request).join('\n\n###\n'),
      'ca.pem': authority.pem,
      'large.bin': large,
    });
    const args = ['run', 'a.http', '--all', '--ca', 'ca.pem', '--output', 'json'];
    const result = await folder.run(...args);
    assert.equal(result.exitCode, 3);
    const events = eventsOf(result);
    for (const [index, [what, , code, phase, message]] of faults.entries()) {
      await t.test(`${what}: ${code} in phase ${phase}`, () => {
        const own = events.filter(({ exchange }) => exchange === index + 1);
        const failed = own.find((event) => event.event === 'exchange.failed');
        assert.deepEqual([failed?.code, failed?.phase], [code, phase]);
        assert.match(failed?.message ?? '', message);
        assert.notEqual(failed?.hint, '');
        const started = own.find((event) => event.event === 'exchange.started');
        const place = `a.http:${started?.line}:1:`;
        assert.ok(result.stderr.includes(`${place} ${code} ${failed?.message}`), result.stderr);
        assert.equal(own.at(-1)?.event, 'exchange.completed');
      });
    }
  },
);
