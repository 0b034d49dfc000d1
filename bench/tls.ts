import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { connect } from 'node:tls';
import { Worker } from 'node:worker_threads';
import { Recording } from '../src/core/recording/recording.ts';
import { defaultRequestOptions } from '../src/core/runner/prepareContext.ts';
import type { PreparedRequest, RequestOptions } from '../src/core/runner/preparedRequest.ts';
import { dial } from '../src/core/wire/dialer/dial.ts';
import { dialTargetOf } from '../src/core/wire/dialer/dialTarget.ts';
import { createDemoCertificate } from '../src/demo/certificate.ts';
import { quartiles, printTable, rounded } from './report.ts';
import type { Figures } from './report.ts';

const roundCount = 7;
const recordingLimitBytes = 64_000_000;

interface Round {
  tapped: number;
  native: number;
}

/**
 * `npm run bench -- tls [MEGABYTES]`: megabytes per second that are received over a dialed connection, with both taps and
 * everything recorded, ÷ the same over a bare `tls` socket.
 */
export async function run([megabytes = '400']: string[]): Promise<Figures> {
  const identity = await createDemoCertificate(new Date());
  const server = new Worker(new URL('tlsServer.ts', import.meta.url), {
    workerData: { key: identity.keyPem, cert: identity.chainPem, megabytes: Number(megabytes) },
  });
  const [port] = (await once(server, 'message')) as [number];
  try {
    return report(await compare(port, identity.caPem));
  } finally {
    await server.terminate();
  }
}

/** Both sides in turns, so that a busy machine slows both; the first pair only warms up. */
async function compare(port: number, ca: string): Promise<Round[]> {
  const rounds: Round[] = [];
  while (rounds.length <= roundCount) {
    const native = await rate(() => connect({ host: 'localhost', port, ca }));
    rounds.push({ native, tapped: await rate(() => tapped(port, ca)) });
  }
  return rounds.slice(1);
}

/** Megabytes per second, the handshake not counted. */
async function rate(open: () => Readable | Promise<Readable>): Promise<number> {
  const stream = await open();
  let bytes = 0;
  let firstMs = 0;
  stream.on('data', (chunk: Buffer) => {
    firstMs ||= performance.now();
    bytes += chunk.length;
  });
  await once(stream, 'end');
  return bytes / 1e6 / ((performance.now() - firstMs) / 1000);
}

async function tapped(port: number, ca: string): Promise<Readable> {
  const recording = new Recording({ recordingLimitBytes, showSecrets: false });
  const options = { ...defaultRequestOptions, extraCa: [ca] };
  const url = `https://localhost:${port}/`;
  const sink = recording.begin(requestTo(url, options));
  const target = dialTargetOf(new URL(url), options, []);
  return (await dial(target, sink, recording, new AbortController().signal)).stream;
}

function requestTo(url: string, options: RequestOptions): PreparedRequest {
  return {
    kind: 'tls',
    method: 'TLS',
    url,
    headers: [],
    body: [],
    steps: [],
    secrets: [],
    file: 'bench.http',
    line: 1,
    name: null,
    options,
  };
}

function report(rounds: Round[]): Figures {
  const tap = quartiles(rounds.map((round) => round.tapped));
  const native = quartiles(rounds.map((round) => round.native));
  const ratio = quartiles(rounds.map((round) => round.tapped / round.native));
  printTable(
    [`${rounds.length} rounds`, 'lower quartile', 'median', 'upper quartile'],
    [
      ['both taps, MB/s', ...tap],
      ['native TLS, MB/s', ...native],
      ['both taps ÷ native', ...ratio],
    ],
  );
  return {
    ratio: rounded(ratio[1]),
    tappedMegabytesPerSecond: Math.round(tap[1]),
    nativeMegabytesPerSecond: Math.round(native[1]),
  };
}
