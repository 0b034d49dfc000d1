import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, test, type TestContext } from 'node:test';
import { promisify } from 'node:util';
import { CliFolder } from '../../support/cli.ts';
import { serveTcp } from '../../support/httpServers.ts';
import { opensslIsMissing, startOpenssl } from '../../support/openssl.ts';
import { isMissing } from '../../support/programs.ts';
import { makeAuthority } from '../../support/tlsCertificates.ts';

const shell = promisify(execFile);
const curlIsMissing = isMissing('/usr/bin/curl');

/** A request as it was on the wire. */
interface RawRequest {
  line: string;
  /** `Name: value`, sorted: curl puts its own fields in front, we put ours behind what is written. */
  fields: string[];
  body: string;
}

/**
 * What curl and Wirebook each add by themselves: their name, what they accept, how it may be packed, and curl's question
 * whether a body is welcome, for whose answer it waits a second.
 */
const byDesign =
  /^(?:User-Agent: curl\/\S+|Accept: \*\/\*|Accept-Encoding: .*|Expect: 100-continue)$/;

/** `URL` stands for the server, `PORT` for its port. */
const commands = [
  'curl URL',
  'curl "URL/a?b=c&d=%20#fragment"',
  'curl -X DELETE URL/x',
  'curl -I URL',
  "curl -d a=1 -d 'b=2 3' URL",
  "curl --data-raw '@x' URL",
  'curl --data-binary @body.bin URL',
  'curl --data @body.txt URL',
  "curl --data-urlencode 'q=你 好&x' --data-urlencode plain URL",
  "curl --data-urlencode 'c@odd.txt' URL",
  'curl --data-urlencode @odd.txt URL',
  'curl -d a=1 --data-urlencode c@odd.txt --data-urlencode @odd.txt -d b=2 URL',
  "curl --data-urlencode 'q=!()*~' URL",
  "curl -G -d a=1 --data-urlencode 'b=c d' URL/s",
  "curl -G -d a=1 'URL/s?z=0'",
  'curl --json \'{"a": "世界"}\' URL',
  "curl -H 'X-A: 1' -H 'X-A: 2' -H 'x-b:3' URL",
  "curl -H 'X-Empty;' URL",
  'curl -u user:pass URL',
  "curl -u 'user:pa ss:word' URL",
  'curl --oauth2-bearer tok URL',
  "curl -A agent/1 -e 'http://a.example/' URL",
  "curl -b 'a=1; b=2' URL",
  'curl -r 0-99 URL',
  'curl -T body.bin URL/up',
  "curl -F a=1 -F 'f=@body.bin;type=text/plain;filename=n.txt' URL",
  "curl -F 'j={\"a\":1};type=application/json' --form-string 'x=@y' -F t=@lines.txt URL",
  "curl -H 'Content-Type: application/xml' -d '<a/>' URL",
  "curl -H 'Accept: text/plain' -H 'Host: other.example' URL",
  "curl --url-query 'x=1 2' 'URL?y=3'",
  "curl -X PUT -d '' URL",
  "curl -X PATCH --data-binary $'one\\ntwo\\n' URL",
  'curl --resolve a.test:PORT:127.0.0.1 http://a.test:PORT/',
  'curl --connect-to ::127.0.0.1:PORT http://b.test/x',
];

/** Of files for `-d`, curl takes line ends away; they are sent as they are here. */
const files = {
  'odd.txt': "a b&c=\r\nd\n!'()*~中{{x}}\n",
  'body.txt': 'one',
  'lines.txt': 'one\r\ntwo\n',
  'body.bin': '\0binary\r\n\xff',
};

describe('a curl command with a part of the request that is not read', () => {
  for (const option of ['-H @h.txt', '-b jar.txt', "-F 'a=@h.txt,h.txt'", '-G -d @h.txt']) {
    test(`is not sent: ${option}`, async (t) => {
      const { port, requests } = await recordingServer(t);
      const text = `curl http://127.0.0.1:${port} ${option}\n`;
      await using folder = await CliFolder.with({ 'a.http': text, 'h.txt': 'X-A: 1' });
      const { exitCode, stderr } = await folder.run('run', 'a.http');
      assert.equal(exitCode, 2);
      assert.match(stderr, /holds a part of the request/);
      assert.deepEqual(requests, []);
    });
  }
});

describe('a curl command', { skip: curlIsMissing }, () => {
  for (const command of commands) {
    test(`${command} is sent as curl sends it`, async (t) => {
      const { port, requests } = await recordingServer(t);
      const written = command
        .replace('URL', `http://127.0.0.1:${port}`)
        .replaceAll('PORT', `${port}`);
      await using folder = await CliFolder.with({ ...files, 'a.http': `${written}\n` });
      await shell('bash', ['-c', written.replace('curl', 'curl -s')], { cwd: folder.path });
      const { exitCode, stderr } = await folder.run('run', 'a.http');
      assert.deepEqual([exitCode, stderr], [0, '']);
      const [byCurl, byUs] = requests.map(comparable);
      assert.ok(byCurl && byUs);
      assert.deepEqual(byUs, byCurl);
    });
  }
});

describe('a curl command with certificates', { skip: curlIsMissing || opensslIsMissing }, () => {
  test('shows the client certificate, and trusts the authority that it names', async (t) => {
    const authority = await makeAuthority();
    const clients = await makeAuthority('Client CA');
    const client = await clients.issue({ names: ['client'] });
    const demand = ['-Verify', '1', '-verify_return_error'];
    const { port } = await startOpenssl(t, await authority.issue(), demand, clients);
    const command = `curl --cacert ca.pem --cert c.pem --key c.key https://localhost:${port}/`;
    await using folder = await CliFolder.with({
      'a.http': command,
      'ca.pem': authority.pem,
      'c.key': client.key,
    });
    await writeFile(join(folder.path, 'c.pem'), client.cert);
    const byCurl = await shell('bash', ['-c', command], { cwd: folder.path });
    const byUs = await folder.run('run', 'a.http');
    for (const answer of [byCurl.stdout, byUs.stdout]) {
      assert.match(answer, /Issuer: CN ?= ?Client CA/);
    }
    assert.doesNotMatch(byUs.stdout, /ClientCert/i);
  });
});

/** Answers each request with nothing, and keeps its bytes. */
async function recordingServer(t: TestContext) {
  const requests: Buffer[] = [];
  const { port } = await serveTcp(t, (socket) => {
    let received = Buffer.alloc(0);
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk]);
      const { head, body } = partsOf(received);
      const length = Number(/^content-length: *(\d+)/im.exec(head)?.[1] ?? 0);
      if (head === '' || body.length < length) return;
      requests.push(received);
      socket.end('HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n');
    });
  });
  return { port, requests };
}

function partsOf(bytes: Buffer): { head: string; body: Buffer } {
  const end = bytes.indexOf('\r\n\r\n');
  if (end === -1) return { head: '', body: Buffer.alloc(0) };
  return { head: bytes.toString('latin1', 0, end), body: bytes.subarray(end + 4) };
}

/** A boundary is chosen by whoever sends it; curl's and ours differ in length too. */
function comparable(bytes: Buffer): RawRequest {
  const { head, body } = partsOf(bytes);
  const [line = '', ...fields] = head.split('\r\n');
  const boundary = /boundary=(\S+)/.exec(head)?.[1];
  const plain = (text: string) => (boundary ? text.replaceAll(boundary, 'boundary') : text);
  // A blank behind the colon means nothing (RFC 9112 §5): we always send it.
  const tidy = fields.map((field) => field.replace(/^([^:]+):[ ]*/, '$1: '));
  const kept = tidy.filter((field) => !byDesign.test(field));
  return {
    line,
    fields: kept
      .map(plain)
      .filter((field) => !boundary || !field.startsWith('Content-Length'))
      .toSorted(),
    body: plain(body.toString('latin1')),
  };
}
