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
    shellWord(url),
  ];
  return `${printed(messages)}${words.join(' \\\n  ')}\n`;
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
