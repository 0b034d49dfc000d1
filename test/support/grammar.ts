import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import oniguruma from 'vscode-oniguruma';
import textmate from 'vscode-textmate';

/** A piece of a line and the innermost scope that the grammar gives it. */
export type Scoped = readonly [text: string, scope: string];

const grammars: Record<string, string> = {
  'source.http': 'syntaxes/http.tmLanguage.json',
  'source.ws': 'syntaxes/ws.tmLanguage.json',
};

/** Colours a text as the editor does: the pieces of each line, blanks left out. */
export async function tokenize(scopeName: string, text: string): Promise<Scoped[][]> {
  const grammar = await (await registry()).loadGrammar(scopeName);
  if (grammar === null) throw new Error(`no grammar ${scopeName}`);
  let state = textmate.INITIAL;
  return text.split('\n').map((line) => {
    const { tokens, ruleStack } = grammar.tokenizeLine(line, state);
    state = ruleStack;
    return tokens
      .map(({ startIndex, endIndex, scopes }): Scoped => [
        line.slice(startIndex, endIndex),
        scopes.at(-1) ?? '',
      ])
      .filter(([piece]) => piece.trim() !== '');
  });
}

async function registry(): Promise<textmate.Registry> {
  const wasm = createRequire(import.meta.url).resolve('vscode-oniguruma/release/onig.wasm');
  await oniguruma.loadWASM(readFileSync(wasm));
  return new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (string: string) => new oniguruma.OnigString(string),
    }),
    loadGrammar: (name) => {
      const file = grammars[name];
      const grammar =
        file === undefined ? null : textmate.parseRawGrammar(readFileSync(file, 'utf8'), file);
      return Promise.resolve(grammar);
    },
  });
}
