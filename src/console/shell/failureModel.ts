import { isCertificateFault, isTrustable } from '../../protocol/certificateFaults.ts';
import type { FailureView } from '../../protocol/exchange.ts';

/** What a user can do about a failure, the most helpful first. */
export type FailureRemedy =
  'startDemo' | 'trustCertificate' | 'sendOnceInsecure' | 'showChain' | 'openSource' | 'sendAgain';

const loopback = /^(localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/u;

/** Host and port that a URL connects to. */
export function hostPort(url: string): { host: string; port: string } {
  if (!URL.canParse(url)) return { host: url, port: '' };
  const { hostname, port, protocol } = new URL(url);
  const usual = protocol === 'https:' || protocol === 'wss:' ? '443' : '80';
  return { host: hostname, port: port === '' ? usual : port };
}

function refusedDemo(failure: FailureView, url: string): boolean {
  const { host, port } = hostPort(url);
  return (
    failure.code === 'WB_TCP_REFUSED' && loopback.test(host) && (port === '8080' || port === '8443')
  );
}

/** The buttons of a failure. */
export function remediesOf(failure: FailureView, url: string): FailureRemedy[] {
  const remedies: FailureRemedy[] = [];
  if (refusedDemo(failure, url)) remedies.push('startDemo');
  if (isTrustable(failure.code)) remedies.push('trustCertificate');
  if (isCertificateFault(failure.code)) remedies.push('sendOnceInsecure', 'showChain');
  if (failure.phase === 'prepare') remedies.push('openSource');
  remedies.push('sendAgain');
  return remedies;
}

/** The first sentence is the title, the others explain. */
export function splitSentences(message: string): { title: string; explanation: string } {
  const end = /[.!?](?=\s)|[。！？]/u.exec(message);
  const titleLength = end ? end.index + 1 : message.length;
  return {
    title: message.slice(0, titleLength).trim(),
    explanation: message.slice(titleLength).trim(),
  };
}
