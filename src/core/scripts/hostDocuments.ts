import type { Element as XmlElement, Node as XmlNode } from '@xmldom/xmldom';
import { valuesAt } from '../selection/jsonPath.ts';
import { parseMarkup, xmlNodesAt } from '../selection/selectXml.ts';

/** An element as its name, attributes and children; a text as itself. */
export type DocumentTree =
  string | [name: string, attributes: Record<string, string>, children: DocumentTree[]];

/** Deeper documents are not handed over: their trees would overflow the sandbox's stack. */
const maxDepth = 200;

/** The value of a JSONPath, or a list of them where the path may have several; as JSON. */
export function jsonValuesAt(json: string, path: string): string {
  const found = valuesAt(JSON.parse(json), path);
  if ('problem' in found)
    throw new Error(`the JSONPath ${path} is not understood: ${found.problem}`);
  const [first = null] = found.values;
  return JSON.stringify(found.isSingle ? first : found.values);
}

/** The value of an XPath expression, or the trees of the nodes that it finds; as JSON. */
export function xmlValuesAt(xml: string, path: string, from: string): string {
  const result = xmlNodesAt(xml, path, from === 'element');
  return JSON.stringify(Array.isArray(result) ? result.map((node) => treeOf(node, 0)) : result);
}

/** The tree of a document, as JSON. */
export function documentTree(text: string, mimeType: string): string {
  const root = parseMarkup(text, mimeType)?.documentElement ?? null;
  if (root === null) {
    throw new Error(`the document is not ${mimeType}, or elements in it are not closed`);
  }
  return JSON.stringify(treeOf(root, 0));
}

function treeOf(node: XmlNode, depth: number): DocumentTree {
  if (depth > maxDepth) throw new Error(`the document is nested deeper than ${maxDepth} elements`);
  if (!isElement(node)) return node.nodeValue ?? node.textContent ?? '';
  const attributes = [...node.attributes].map(({ name, value }) => [name, value] as const);
  const children = [...node.childNodes].filter((child) => isElement(child) || isText(child));
  return [
    node.nodeName,
    Object.fromEntries(attributes),
    children.map((child) => treeOf(child, depth + 1)),
  ];
}

function isElement(node: XmlNode): node is XmlElement {
  return node.nodeType === node.ELEMENT_NODE;
}

function isText({ nodeType, TEXT_NODE, CDATA_SECTION_NODE }: XmlNode): boolean {
  return nodeType === TEXT_NODE || nodeType === CDATA_SECTION_NODE;
}
