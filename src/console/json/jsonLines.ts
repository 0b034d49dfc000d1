import type { TextMatcher } from '../log/filterText.ts';
import type { JsonNode } from './jsonDocument.ts';

/** Children of an array or object that are shown together; longer ones fold into chunks of so many. */
const chunkSize = 100;

/** A fold that a user can open: a container, or a chunk of a long one. */
export type FoldKey = JsonNode | string;

/** One line of the tree. */
export interface JsonLine {
  kind: 'open' | 'close' | 'leaf' | 'folded' | 'chunk';
  depth: number;
  node: JsonNode;
  /** The property's name, without quotes; null in an array and at the root. */
  name: string | null;
  comma: boolean;
  /** What opens or closes when the line is toggled; null where nothing does. */
  fold: FoldKey | null;
  isOpen: boolean;
  /** Chunks: which children. */
  range: { first: number; last: number } | null;
}

/** Which folds differ from what is open at first. */
export type Toggled = ReadonlySet<FoldKey>;

const openDepth = 4;

function isContainer(node: JsonNode): boolean {
  return node.type === 'object' || node.type === 'array';
}

/** What a property or element holds. */
function valueOf(child: JsonNode): JsonNode | null {
  return child.type === 'property' ? (child.children?.[1] ?? null) : child;
}

function nameOf(child: JsonNode): string | null {
  return child.type === 'property' ? String(child.children?.[0]?.value ?? '') : null;
}

function chunkKey(node: JsonNode, first: number): string {
  return `${node.offset}:${first}`;
}

/** Builds the lines that are in sight of the folds: what is folded costs nothing. */
export class JsonLineBuilder {
  readonly #text: string;
  readonly #toggled: Toggled;
  readonly #kept: ReadonlySet<JsonNode> | null;
  readonly #lines: JsonLine[] = [];

  /** `kept`: the nodes that a filter lets pass, with all above them; null shows everything. */
  constructor(text: string, toggled: Toggled, kept: ReadonlySet<JsonNode> | null) {
    this.#text = text;
    this.#toggled = toggled;
    this.#kept = kept;
  }

  lines(root: JsonNode): JsonLine[] {
    this.#value(root, null, 0, false);
    return this.#lines;
  }

  #value(node: JsonNode, name: string | null, depth: number, comma: boolean): void {
    const children = node.children ?? [];
    const line = { depth, node, name, comma, range: null };
    if (!isContainer(node) || children.length === 0) {
      this.#lines.push({ ...line, kind: 'leaf', fold: null, isOpen: false });
      return;
    }
    const isOpen = this.#isOpen(node, depth < openDepth);
    if (!isOpen) {
      this.#lines.push({ ...line, kind: 'folded', fold: node, isOpen });
      return;
    }
    this.#lines.push({ ...line, kind: 'open', fold: node, isOpen, comma: false });
    this.#children(node, children, depth + 1);
    this.#lines.push({ ...line, kind: 'close', name: null, fold: null, isOpen: false });
  }

  #children(node: JsonNode, all: JsonNode[], depth: number): void {
    const children = this.#kept ? all.filter((child) => this.#kept?.has(child)) : all;
    if (children.length <= chunkSize) {
      this.#slice(children, 0, children.length, depth);
      return;
    }
    for (let first = 0; first < children.length; first += chunkSize) {
      const last = Math.min(first + chunkSize, children.length);
      const fold = chunkKey(node, first);
      const isOpen = this.#isOpen(fold, first === 0);
      const range = { first, last: last - 1 };
      this.#lines.push({
        kind: 'chunk',
        depth,
        node,
        name: null,
        comma: false,
        fold,
        isOpen,
        range,
      });
      if (isOpen) this.#slice(children, first, last, depth + 1);
    }
  }

  #slice(children: JsonNode[], first: number, last: number, depth: number): void {
    for (let index = first; index < last; index += 1) {
      const child = children[index]!;
      const value = valueOf(child);
      if (value) this.#value(value, nameOf(child), depth, index < children.length - 1);
    }
  }

  #isOpen(fold: FoldKey, byDefault: boolean): boolean {
    const open = this.#kept !== null || byDefault;
    return this.#toggled.has(fold) ? !open : open;
  }

  /** The source of a value: numbers keep every digit they were written with. */
  source(node: JsonNode): string {
    return this.#text.slice(node.offset, node.offset + node.length);
  }
}

/** The text of a value that holds no others, as shown: escapes of letters undone, control characters escaped. */
export function leafText(text: string, node: JsonNode): string {
  if (node.type === 'string') return JSON.stringify(node.value);
  if (node.type === 'object') return '{}';
  if (node.type === 'array') return '[]';
  return text.slice(node.offset, node.offset + node.length);
}

/** The nodes whose name or value matches, with everything above them, and how many match. */
export function keptNodes(
  text: string,
  root: JsonNode,
  matcher: TextMatcher,
): { kept: Set<JsonNode>; count: number } {
  const kept = new Set<JsonNode>();
  const pending: JsonNode[] = [root];
  let count = 0;
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (isMatch(text, node, matcher)) {
      count += 1;
      keepWithParents(kept, node);
    }
    for (const child of node.children ?? []) if (!isPropertyName(child)) pending.push(child);
  }
  return { kept, count };
}

function isPropertyName(node: JsonNode): boolean {
  return node.parent?.type === 'property' && node.parent.children?.[0] === node;
}

function isMatch(text: string, node: JsonNode, matcher: TextMatcher): boolean {
  if (node.type === 'property') return matcher.matches(nameOf(node) ?? '');
  return !isContainer(node) && matcher.matches(leafText(text, node));
}

function keepWithParents(kept: Set<JsonNode>, node: JsonNode): void {
  for (let each: JsonNode | undefined = node; each && !kept.has(each); each = each.parent) {
    kept.add(each);
  }
}
