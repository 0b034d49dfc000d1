import type { CopiedRequest } from './copiedRequest.ts';
import { curlCommand } from './curlCommand.ts';
import { javaScript } from './javaScript.ts';
import { pythonScript } from './pythonScript.ts';
import { websocatCommand } from './websocatCommand.ts';

/** The programs that a request can be copied for. */
export type SnippetFormat = 'curl' | 'fetch' | 'python' | 'websocat';

/** A file of the program's language. */
export interface Snippet {
  text: string;
  /** Language id of editors. */
  language: 'shellscript' | 'javascript' | 'python';
}

/** The formats that suit a request. */
export function snippetFormats({ kind }: Pick<CopiedRequest, 'kind'>): SnippetFormat[] {
  if (kind === 'websocket') return ['curl', 'fetch', 'python', 'websocat'];
  return kind === 'tcp' || kind === 'tls' || kind === 'udp' ? [] : ['curl', 'fetch', 'python'];
}

/**
 * The same request for another program: same method, URL, headers, body and messages. What waits or expects in a
 * conversation is left out. Shell commands are quoted for POSIX shells.
 */
export function snippetOf(request: CopiedRequest, format: SnippetFormat): Snippet {
  switch (format) {
    case 'curl':
      return { text: curlCommand(request), language: 'shellscript' };
    case 'fetch':
      return { text: javaScript(request), language: 'javascript' };
    case 'python':
      return { text: pythonScript(request), language: 'python' };
    case 'websocat':
      return { text: websocatCommand(request), language: 'shellscript' };
  }
}
