import type { DocumentTree } from './hostDocuments.ts';
import type { SandboxHost } from './sandboxHost.ts';

/*
 * `jsonPath`, `xpath` and documents of a script. The source text of each function is evaluated inside the sandbox, beside
 * those of `sandboxParts.ts`.
 */

/** An element or a text, as far as JetBrains documents the DOM; what it has not is `undefined`. */
interface ScriptNode {
  nodeName: string;
  nodeType: number;
  nodeValue: string | null;
  textContent: string;
  parentNode: ScriptNode | null;
  childNodes: ScriptNode[];
  attributes: Record<string, string>;
  toString(): string;
}

function escapedMarkup(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

/** The nodes before and after one. */
function siblingsOf(node: ScriptNode): PropertyDescriptorMap {
  const beside = (step: number) => {
    const siblings = node.parentNode?.childNodes ?? [];
    return siblings[siblings.indexOf(node) + step] ?? null;
  };
  return {
    nextSibling: { get: () => beside(1) },
    previousSibling: { get: () => beside(-1) },
  };
}

function textNode(text: string, parentNode: ScriptNode | null): ScriptNode {
  const own = { nodeName: '#text', nodeType: 3, nodeValue: text, textContent: text, parentNode };
  const node = { ...own, childNodes: [], attributes: {}, toString: () => escapedMarkup(text) };
  return Object.defineProperties(node, siblingsOf(node));
}

/** An element as a document of its own, with the prefixes that hold where it stands. */
function standalone(element: ScriptNode): string {
  const prefixes = new Map<string, string>();
  for (let at = element.parentNode; at !== null; at = at.parentNode) {
    for (const [name, value] of Object.entries(at.attributes)) {
      const isNearest = !prefixes.has(name) && element.attributes[name] === undefined;
      if (/^xmlns(?::|$)/.test(name) && isNearest) prefixes.set(name, value);
    }
  }
  const declared = [...prefixes].map(([name, value]) => ` ${name}="${escapedMarkup(value)}"`);
  const markup = String(element);
  const end = 1 + element.nodeName.length;
  return markup.slice(0, end) + declared.join('') + markup.slice(end);
}

/** All elements below a node that are wanted, in the order of the document. */
function elementsBelow(node: ScriptNode, isWanted: (element: ScriptNode) => boolean): ScriptNode[] {
  return node.childNodes
    .filter(({ nodeType }) => nodeType === 1)
    .flatMap((child) => [...(isWanted(child) ? [child] : []), ...elementsBelow(child, isWanted)]);
}

/** The methods that find elements below the node that `root` gives. */
function elementFinders(root: () => ScriptNode) {
  const byAttribute = (attribute: string, value: unknown) =>
    elementsBelow(root(), ({ attributes }) => attributes[attribute] === String(value));
  return {
    getElementsByTagName: (name: unknown) =>
      elementsBelow(root(), ({ nodeName }) => name === '*' || nodeName === name),
    getElementsByName: (name: unknown) => byAttribute('name', name),
    getElementById: (id: unknown) => byAttribute('id', id)[0] ?? null,
    getElementsByClassName: (names: unknown) => {
      const wanted = String(names).split(/\s+/);
      return elementsBelow(root(), ({ attributes }) => {
        const own = (attributes['class'] ?? '').split(/\s+/);
        return wanted.every((name) => own.includes(name));
      });
    },
  };
}

/** What an element is asked for, beside its own properties. */
function elementProperties(element: ScriptNode): PropertyDescriptorMap {
  const { attributes } = element;
  const elements = () => element.childNodes.filter(({ nodeType }) => nodeType === 1);
  return {
    ...siblingsOf(element),
    tagName: { get: () => element.nodeName },
    id: { get: () => attributes['id'] ?? '' },
    className: { get: () => attributes['class'] ?? '' },
    textContent: { get: () => element.childNodes.map((each) => each.textContent).join('') },
    outerHTML: { get: () => String(element) },
    innerHTML: { get: () => element.childNodes.map(String).join('') },
    children: { get: elements },
    firstChild: { get: () => element.childNodes[0] ?? null },
    lastChild: { get: () => element.childNodes.at(-1) ?? null },
    firstElementChild: { get: () => elements()[0] ?? null },
    lastElementChild: { get: () => elements().at(-1) ?? null },
    getAttribute: { value: (name: string) => attributes[name] ?? null },
    hasAttribute: { value: (name: string) => attributes[name] !== undefined },
    toJSON: { value: () => String(element) },
  };
}

function nodeOf(tree: DocumentTree, parentNode: ScriptNode | null = null): ScriptNode {
  if (typeof tree === 'string') return textNode(tree, parentNode);
  const [nodeName, attributes, children] = tree;
  const childNodes: ScriptNode[] = [];
  const written = Object.entries(attributes)
    .map(([name, value]) => ` ${name}="${escapedMarkup(value)}"`)
    .join('');
  const toString = (): string =>
    childNodes.length === 0
      ? `<${nodeName}${written}/>`
      : `<${nodeName}${written}>${childNodes.join('')}</${nodeName}>`;
  const own = { nodeName, nodeType: 1, nodeValue: null, textContent: '', parentNode, childNodes };
  const element: ScriptNode = { ...own, attributes, toString };
  Object.assign(
    element,
    elementFinders(() => element),
  );
  Object.defineProperties(element, elementProperties(element));
  for (const child of children) childNodes.push(nodeOf(child, element));
  return element;
}

/** A document is its text, and finds elements in it: it is read when the first one is asked for. */
export function documentOf(host: SandboxHost, text: string, mimeType: string) {
  let root: ScriptNode | null = null;
  const documentElement = (): ScriptNode =>
    (root ??= nodeOf(JSON.parse(host.tree(text, mimeType)) as DocumentTree));
  const above = (): ScriptNode => ({ ...textNode('', null), childNodes: [documentElement()] });
  const properties: PropertyDescriptorMap = {
    documentElement: { get: documentElement },
    firstChild: { get: documentElement },
    children: { get: () => [documentElement()] },
    childNodes: { get: () => [documentElement()] },
    textContent: { get: () => documentElement().textContent },
  };
  const finders = elementFinders(above);
  return Object.defineProperties(Object.assign(Object(text) as object, finders), properties);
}

/** `new DOMParser().parseFromString(text, 'text/xml')`. */
function parsedDocument(host: SandboxHost, text: string, mimeType: string) {
  host.tree(text, mimeType);
  return documentOf(host, text, mimeType);
}

export function selectionApi(host: SandboxHost) {
  return {
    jsonPath: (value: unknown, path: unknown): unknown => {
      const json = typeof value === 'string' ? value : JSON.stringify(value);
      return JSON.parse(host.jsonPath(json ?? 'null', String(path)));
    },
    xpath: (node: unknown, path: unknown): unknown => {
      const isElement = typeof node === 'object' && node !== null && 'parentNode' in node;
      const markup = isElement ? standalone(node as ScriptNode) : String(node);
      const from = isElement ? 'element' : 'document';
      const found = JSON.parse(host.xpath(markup, String(path), from)) as unknown;
      return Array.isArray(found) ? found.map((tree: DocumentTree) => nodeOf(tree)) : found;
    },
    DOMParser: function DOMParser() {
      return {
        parseFromString: (text: unknown, mimeType: unknown = 'text/xml') =>
          parsedDocument(host, String(text), String(mimeType)),
      };
    },
  };
}

/** What the sandbox must know of this file. */
export const documentFunctions = [
  escapedMarkup,
  siblingsOf,
  textNode,
  standalone,
  elementsBelow,
  elementFinders,
  elementProperties,
  nodeOf,
  documentOf,
  parsedDocument,
  selectionApi,
];
