import { modify, parseTree, type Node } from 'jsonc-parser';
import type { Span } from './languageInput.ts';
import { lineBreakOf, type TextChange } from './textChange.ts';

/** Where an environment file defines a variable: the keys of that name in all its environments, without quotes. */
export function environmentKeys(text: string, name: string): Span[] {
  return membersOf(rootOf(text))
    .flatMap(([, environment]) => membersOf(environment))
    .filter(([key]) => key.value === name)
    .map(([{ offset, length }]) => ({ offset: offset + 1, endOffset: offset + length - 1 }));
}

/** Adds a variable without a value to an environment, in the indentation of the file. */
export function addEnvironmentKey(text: string, environment: string, name: string): TextChange[] {
  const indent = /^[ \t]+(?=")/m.exec(text)?.[0] ?? '  ';
  const formattingOptions = {
    insertSpaces: !indent.startsWith('\t'),
    tabSize: indent.length,
    eol: lineBreakOf(text),
  };
  return modify(text, [environment, name], '', { formattingOptions }).map(
    ({ offset, length, content }) => ({
      span: { offset, endOffset: offset + length },
      text: content,
    }),
  );
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
