import { promisify } from 'node:util';
import { brotliCompress, deflate, gzip, zstdCompress } from 'node:zlib';
import type { HttpCall } from './httpCall.ts';
import { createQuote } from './quotes.ts';

const rows = 40;

type Compress = (input: Buffer) => Promise<Buffer>;

const compressGzip: Compress = promisify<Buffer, Buffer>(gzip);
const compressDeflate: Compress = promisify<Buffer, Buffer>(deflate);
const compressBrotli: Compress = promisify<Buffer, Buffer>(brotliCompress);
const compressZstd: Compress = promisify<Buffer, Buffer>(zstdCompress);

/** Quotes under the content coding `gzip` (RFC 1952), whether or not the client accepts it; so for the others below. */
export const answerGzip = compressedWith('gzip', compressGzip);
/** The content coding `deflate`: the zlib format (RFC 9110 §8.4.1.2). */
export const answerDeflate = compressedWith('deflate', compressDeflate);
/** The content coding `br` (RFC 7932). */
export const answerBrotli = compressedWith('br', compressBrotli);
/** The content coding `zstd` (RFC 8878). */
export const answerZstd = compressedWith('zstd', compressZstd);

/** Sends `value` as JSON, compressed with gzip where the client accepts that. */
export async function answerGzipIfAccepted(call: HttpCall, value: unknown): Promise<void> {
  if (/\bgzip\b/.test(call.request.headers['accept-encoding'] ?? '')) {
    await sendCompressed(call, value, 'gzip', compressGzip);
  } else {
    call.json(value, 200, { vary: 'accept-encoding' });
  }
}

function compressedWith(encoding: string, compress: Compress): (call: HttpCall) => Promise<void> {
  const quotes = Array.from({ length: rows }, (_, index) => createQuote(index));
  return (call) => sendCompressed(call, { encoding, quotes }, encoding, compress);
}

async function sendCompressed(
  call: HttpCall,
  value: unknown,
  encoding: string,
  compress: Compress,
): Promise<void> {
  const body = await compress(Buffer.from(`${JSON.stringify(value, null, 2)}\n`));
  call.bytes(body, 'application/json; charset=utf-8', 200, {
    'content-encoding': encoding,
    vary: 'accept-encoding',
  });
}
