import { DOMParser, onErrorStopParsing, type Document } from '@xmldom/xmldom';
import { useNamespaces } from 'xpath';
import type { Selection } from './selection.ts';

/** Longest document whose tree is built: it takes many times its size. */
const maxCharacters = 10_000_000;

/** The first node or the value that an XPath 1.0 expression finds; prefixes are those that the document declares. */
export function selectXml(text: string, path: string): Selection {
  const document = parseXml(text);
  if (document === null) return { problem: 'document', wanted: 'XML' };
  try {
    const result = useNamespaces(namespacesOf(text))(path, document as unknown as Node);
    if (!Array.isArray(result)) return { found: String(result) };
    const [node] = result;
    return node === undefined ? { problem: 'nothing' } : { found: node.textContent ?? '' };
  } catch (error) {
    return { problem: 'path', reason: error instanceof Error ? error.message : String(error) };
  }
}

function parseXml(text: string): Document | null {
  if (text.length > maxCharacters) return null;
  try {
    const parser = new DOMParser({ onError: onErrorStopParsing });
    return parser.parseFromString(text.replace(/^\uFEFF/, ''), 'text/xml');
  } catch {
    return null;
  }
}

/** The first declaration of each prefix, wherever it stands. */
function namespacesOf(text: string): Record<string, string> {
  const namespaces: Record<string, string> = {};
  for (const match of text.matchAll(/\sxmlns:([\w.-]{1,100})=["']([^"'<]{0,2000})["']/g)) {
    namespaces[match[1] ?? ''] ??= match[2] ?? '';
  }
  return namespaces;
}
