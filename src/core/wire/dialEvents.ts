import type { Direction, HeaderField, SocketAddress } from './wireFacts.ts';

interface DnsStarted {
  event: 'dns.started';
  host: string;
}

interface DnsResolved {
  event: 'dns.resolved';
  addresses: { address: string; family: 4 | 6 }[];
}

interface TcpAttempt {
  event: 'tcp.attempt';
  remote: SocketAddress;
  family: 4 | 6;
}

interface TcpFailed {
  event: 'tcp.failed';
  remote: SocketAddress;
  family: 4 | 6;
  code: string;
}

/** An attempt that was given up: another address connected, the time was up, or the exchange was cancelled. */
interface TcpCancelled {
  event: 'tcp.cancelled';
  remote: SocketAddress;
  family: 4 | 6;
  reason: 'otherConnected' | 'timeout' | 'cancelled';
}

interface TcpConnected {
  event: 'tcp.connected';
  local: SocketAddress;
  remote: SocketAddress;
}

/** A UNIX socket, where others look up a name and connect over TCP. */
interface UnixConnect {
  event: 'unix.connect';
  path: string;
}

interface UnixConnected {
  event: 'unix.connected';
  path: string;
}

interface UnixFailed {
  event: 'unix.failed';
  path: string;
  code: string;
}

interface ProxyConnect {
  event: 'proxy.connect';
  proxy: string;
  target: string;
}

/** One request to an HTTP proxy for a tunnel (CONNECT), and its answer. */
interface ProxyRequest {
  event: 'proxy.request';
  method: string;
  target: string;
  headers: HeaderField[];
}

interface ProxyResponse {
  event: 'proxy.response';
  status: number;
  reason: string;
  headers: HeaderField[];
}

interface ProxyConnected {
  event: 'proxy.connected';
  /** Of an HTTP proxy its status, of a SOCKS proxy its reply code. */
  status: number;
}

interface ConnectionReused {
  event: 'connection.reused';
  requestsBefore: number;
  local: SocketAddress;
  remote: SocketAddress;
}

interface UdpConnected {
  event: 'udp.connected';
  local: SocketAddress;
  remote: SocketAddress;
}

interface RawData {
  event: 'raw.data';
  dir: Direction;
  bytes: number;
  base64: string;
  evicted?: true;
}

/** What is told of names, sockets and proxies. */
export type DialEvent =
  | DnsStarted
  | DnsResolved
  | TcpAttempt
  | TcpFailed
  | TcpCancelled
  | TcpConnected
  | UnixConnect
  | UnixConnected
  | UnixFailed
  | ProxyConnect
  | ProxyRequest
  | ProxyResponse
  | ProxyConnected
  | ConnectionReused
  | UdpConnected
  | RawData;
