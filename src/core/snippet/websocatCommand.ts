import type { CopiedRequest, CopiedMessage } from './copiedRequest.ts';
import { shellWord } from './quoting.ts';

/** A command for websocat 1: the text messages of a conversation come through standard input, each ended by NUL. */
export function websocatCommand(request: CopiedRequest): string {
  const { url, headers, options } = request;
  const messages = request.messages.flatMap(textOf);
  const words = [
    'websocat',
    ...(messages.length === 0 ? [] : ['--null-terminated', '--no-close']),
    ...headers.map(([name, value]) =>
      isProtocol(name)
        ? `--protocol ${shellWord(value)}`
        : `--header ${shellWord(`${name}: ${value}`)}`,
    ),
    ...(options.verifyTls || !url.startsWith('wss:') ? [] : ['--insecure']),
    ...addressWords(request),
  ];
  return `${printed(messages)}${words.join(' \\\n  ')}\n`;
}

/** A UNIX socket has to be put together: its own layers, and the URL apart. */
function addressWords({ url, options: { unixSocket } }: CopiedRequest): string[] {
  if (!unixSocket) return [shellWord(url)];
  const { path } = unixSocket;
  const socket = path.startsWith('@') ? `abstract:${path.slice(1)}` : `unix:${path}`;
  const secure = url.startsWith('wss:');
  return [
    '--text',
    `--ws-c-uri=${shellWord(url)}`,
    ...(secure ? [`--tls-domain=${shellWord(new URL(url).hostname)}`] : []),
    '-',
    shellWord(`ws-c:${secure ? 'ssl-connect:' : ''}${socket}`),
  ];
}

function isProtocol(name: string): boolean {
  return /^sec-websocket-protocol$/i.test(name);
}

function printed(messages: readonly string[]): string {
  if (messages.length === 0) return '';
  return `printf '%s\\0' ${messages.map(shellWord).join(' ')} | `;
}

/** Messages that are not text cannot stand between texts: websocat sends either the ones or the others. */
function textOf(message: CopiedMessage): string[] {
  return 'text' in message ? [message.text.replaceAll('\0', '')] : [];
}
