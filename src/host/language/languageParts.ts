import type * as vscode from 'vscode';
import type { RequestDocuments } from '../documents/requestDocuments.ts';
import type { EnvironmentChoice } from '../environments/environments.ts';

/** The parts of the host that language features work with. */
export interface LanguageParts {
  documents: RequestDocuments;
  environments: EnvironmentChoice;
  log: vscode.LogOutputChannel;
}
