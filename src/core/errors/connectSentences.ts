import type { Sentence } from './sentence.ts';
import type { WireErrorCode } from './wireError.ts';

/** Failures of looking up a name and of opening a socket. */
export const connectSentences = {
  WB_DNS_NOT_FOUND: {
    message: 'No address was found for the name {0}.',
    hint: 'Check the spelling of the host, your network or VPN, and the hosts file.',
    params: ['host'],
  },
  WB_DNS_FAILED: {
    message: 'The name {0} could not be looked up.',
    hint: 'The name server gave no answer: check the network, then try again.',
    params: ['host'],
  },
  WB_TCP_REFUSED: {
    message: 'Connection refused: nothing listens on {0}:{1}.',
    hint: 'Start the server, or check the port.',
    params: ['host', 'port'],
  },
  WB_UNIX_NOT_FOUND: {
    message: 'There is no UNIX socket {0}.',
    hint: 'Start the server, or check the path: it ends in front of the next colon.',
    params: ['path'],
  },
  WB_UNIX_REFUSED: {
    message: 'Connection refused: nothing listens on the UNIX socket {0}.',
    hint: 'Start the server. Where the file is there, it is no socket, or the server that made it is gone.',
    params: ['path'],
  },
  WB_UNIX_FAILED: {
    message: 'No connection to the UNIX socket {0}: {1}.',
    hint: 'EACCES: you may not write to it. EINVAL: its path is too long, 107 bytes are the most.',
    params: ['path', 'systemCode'],
  },
  WB_UDP_REFUSED: {
    message:
      'No program receives datagrams on {0}:{1}: the host answered “port unreachable” (ICMP).',
    hint: 'Start the server, or check the port.',
    params: ['host', 'port'],
  },
  WB_UDP_FAILED: {
    message: 'No datagrams can be exchanged with {0}:{1}.',
    hint: 'The network has no way to that host: check the address and the VPN.',
    params: ['host', 'port'],
  },
  WB_TCP_TIMEOUT: {
    message: 'No answer from {0}:{1} within {2}.',
    hint: 'A firewall may drop the packets, or the host is down. “# @connection-timeout” sets the limit.',
    params: ['host', 'port', 'limit'],
  },
  WB_TCP_UNREACHABLE: {
    message: 'The host {0} cannot be reached from here.',
    hint: 'There is no route to it: check the network or VPN.',
    params: ['host'],
  },
  WB_TCP_FAILED: {
    message: 'No connection to {0}:{1}.',
    hint: 'The Timeline shows each address that was tried, and what it answered.',
    params: ['host', 'port'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;
