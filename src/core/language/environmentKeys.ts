import { parseTree, type Node } from 'jsonc-parser';
import type { Span } from './languageInput.ts';

/** Where an environment file defines a variable: the keys of that name in all its environments, without quotes. */
export function environmentKeys(text: string, name: string): Span[] {
  return membersOf(rootOf(text))
    .flatMap(([, environment]) => membersOf(environment))
    .filter(([key]) => key.value === name)
    .map(([{ offset, length }]) => ({ offset: offset + 1, endOffset: offset + length - 1 }));
}

function rootOf(text: string): Node | undefined {
  try {
    return parseTree(text, [], { allowTrailingComma: true });
  } catch (cause) {
    // Nesting of many thousand levels overflows the parser's stack.
    if (!(cause instanceof RangeError)) throw cause;
    return undefined;
  }
}

function membersOf(node: Node | undefined): [key: Node, value: Node][] {
  if (node?.type !== 'object') return [];
  return (node.children ?? []).flatMap(({ children }): [Node, Node][] => {
    const [key, value] = children ?? [];
    return key === undefined || value === undefined ? [] : [[key, value]];
  });
}
