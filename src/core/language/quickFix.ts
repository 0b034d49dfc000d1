import type { Diagnostic } from '../request-file/diagnostic.ts';
import type { DiagnosticCode } from '../request-file/diagnosticCatalogue.ts';
import type { TextChange } from './textChange.ts';
import { syntaxFixes } from './syntaxFixes.ts';
import { variableFixes } from './variableFixes.ts';
import type { LanguageInput } from './languageInput.ts';

/** A way out of a diagnostic. */
export interface QuickFix {
  /** In the user's language. */
  title: string;
  changes: TextChange[];
  /** Absolute path of a file to make. */
  newFile?: string;
  /** A variable to add to an environment of an environment file. */
  environmentEntry?: { path: string; environment: string; name: string };
  /** Something to choose instead of a change. */
  choose?: 'environment';
  /** The one that is meant most likely. */
  preferred?: boolean;
}

/** Makes the fixes for one kind of diagnostic. */
export type Fixer = (input: LanguageInput, diagnostic: Diagnostic) => QuickFix[];

const fixers: Partial<Record<DiagnosticCode, Fixer>> = { ...syntaxFixes, ...variableFixes };

/** The ways out of a diagnostic, the likeliest first. */
export function quickFixes(input: LanguageInput, diagnostic: Diagnostic): QuickFix[] {
  return fixers[diagnostic.code]?.(input, diagnostic) ?? [];
}
