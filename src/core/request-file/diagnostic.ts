import { english, type Translate } from '../errors/translate.ts';
import { catalogue, type DiagnosticCode } from './diagnosticCatalogue.ts';
import type { TextRange } from './textRange.ts';

export type DiagnosticSeverity = 'error' | 'warning' | 'information' | 'hint';

/** Something to say about a request or environment file. `message` is English; `diagnosticMessage` translates. */
export interface Diagnostic {
  code: DiagnosticCode;
  severity: DiagnosticSeverity;
  args: string[];
  message: string;
  range: TextRange;
}

/** The sentence of a diagnostic, in English or through `translate`. */
export function diagnosticMessage(
  diagnostic: Pick<Diagnostic, 'code' | 'args'>,
  translate: Translate = english,
): string {
  return translate(catalogue[diagnostic.code].sentence, ...diagnostic.args);
}

/** Makes a diagnostic; what stands in long `args` is cut, the file may be hostile. */
export function diagnose(code: DiagnosticCode, range: TextRange, ...args: string[]): Diagnostic {
  const short = args.map((arg) => (arg.length > 100 ? `${arg.slice(0, 99)}…` : arg));
  const message = diagnosticMessage({ code, args: short });
  return { code, severity: catalogue[code].severity, args: short, message, range };
}
