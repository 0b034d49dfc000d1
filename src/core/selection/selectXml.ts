import { DOMParser, onErrorStopParsing, type Document, type Node as XmlNode } from '@xmldom/xmldom';
import { useNamespaces } from 'xpath';
import type { Selection } from './selection.ts';

/** Longest document whose tree is built: it takes many times its size. */
const maxCharacters = 10_000_000;

/** The first node or the value that an XPath 1.0 expression finds; prefixes are those that the document declares. */
export function selectXml(text: string, path: string): Selection {
  const document = parseMarkup(text, 'text/xml');
  if (document === null) return { problem: 'document', wanted: 'XML' };
  try {
    const result = evaluate(document, text, path);
    if (!Array.isArray(result)) return { found: String(result) };
    const [node] = result;
    return node === undefined ? { problem: 'nothing' } : { found: node.textContent ?? '' };
  } catch (error) {
    return { problem: 'path', reason: error instanceof Error ? error.message : String(error) };
  }
}

/**
 * The nodes or the value that an XPath 1.0 expression finds, from the document or from its element. Throws where there is
 * no document, or no such path.
 */
export function xmlNodesAt(
  text: string,
  path: string,
  fromElement: boolean,
): XmlNode[] | string | number | boolean {
  const document = parseMarkup(text, 'text/xml');
  const from = fromElement ? document?.documentElement : document;
  if (!from) throw new Error('the document is no XML');
  return evaluate(from, text, path);
}

function evaluate(from: XmlNode, text: string, path: string) {
  const result = useNamespaces(namespacesOf(text))(path, from as unknown as Node);
  return (result ?? []) as unknown as XmlNode[] | string | number | boolean;
}

/** The tree of a document; `null` where it is none. HTML may leave tags open. */
export function parseMarkup(text: string, mimeType: string): Document | null {
  if (text.length > maxCharacters) return null;
  try {
    const isHtml = mimeType.toLowerCase() === 'text/html';
    const parser = new DOMParser(isHtml ? { onError: () => {} } : { onError: onErrorStopParsing });
    return parser.parseFromString(text.replace(/^\uFEFF/, ''), isHtml ? 'text/html' : 'text/xml');
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
