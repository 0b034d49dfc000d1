import { connectSentences } from './connectSentences.ts';
import { http2Sentences } from './http2Sentences.ts';
import { httpSentences } from './httpSentences.ts';
import { prepareSentences } from './prepareSentences.ts';
import { proxySentences } from './proxySentences.ts';
import type { Sentence } from './sentence.ts';
import { tlsSentences } from './tlsSentences.ts';
import { webSocketSentences } from './webSocketSentences.ts';
import type { WireErrorCode } from './wireError.ts';

const script = {
  WB_SCRIPT_FAILED: {
    message: 'The script in {0} stopped at line {1}: {2}',
    hint: 'A script sees client, request, response, crypto and console; it has no files, no network and no modules.',
    params: ['file', 'line', 'reason'],
  },
  WB_SCRIPT_TIMEOUT: {
    message: 'The script in {0} took longer than 5 s and was stopped.',
    hint: 'It probably loops for ever. What the server had answered was kept.',
    params: ['file'],
  },
  WB_SCRIPT_MEMORY: {
    message: 'The script in {0} used more than 256 MB of memory and was stopped.',
    hint: 'It probably grows something for ever. What the server had answered was kept.',
    params: ['file'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

const anyPhase = {
  WB_TIMEOUT: {
    message: 'The request took longer than {0}: {1} had come, and nothing in the last {2}.',
    hint: '“# @timeout” and “# @connection-timeout” set the limits. The Timeline shows where the time went.',
    params: ['limit', 'received', 'silence'],
    inPhase: {
      dns: 'The name lookup was not finished within {0}.',
      proxy: 'The proxy did not open the way within {0}.',
      tls: 'The TLS handshake was not finished within {0}.',
      messages: 'The conversation took longer than {0}: {1} had come, and nothing in the last {2}.',
    },
  },
  WB_CONNECTION_RESET: {
    message: 'The connection was reset by the other side.',
    hint: 'The server, or something in between, dropped it. What had come was kept.',
    params: [],
    inPhase: {
      tls: 'The connection was reset by the other side in the TLS handshake.',
      send: 'The connection was reset by the other side while the request was being sent.',
      wait: 'The connection was reset by the other side before it answered.',
      receive: 'The connection was reset by the other side in the middle of its answer.',
      upgrade: 'The connection was reset by the other side during the upgrade.',
    },
  },
  WB_CANCELLED: { message: 'Cancelled.', hint: '', params: [] },
  WB_ENGINE_CRASHED: {
    message: 'The engine stopped unexpectedly.',
    hint: 'The next request starts it again. Its open sockets are closed.',
    params: [],
  },
  WB_INTERNAL: {
    message: 'Something went wrong inside Wirebook: {0}',
    hint: 'Please report it with the request that caused it.',
    params: ['reason'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;

/** The sentences of every failure, by code. */
export const sentences: Record<WireErrorCode, Sentence> = {
  ...prepareSentences,
  ...connectSentences,
  ...proxySentences,
  ...tlsSentences,
  ...httpSentences,
  ...http2Sentences,
  ...webSocketSentences,
  ...script,
  ...anyPhase,
};
