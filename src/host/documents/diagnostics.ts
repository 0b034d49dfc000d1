import { basename } from 'node:path';
import * as vscode from 'vscode';
import { diagnosticMessage } from '../../core/request-file/diagnostic.ts';
import type { Diagnostic, DiagnosticSeverity } from '../../core/request-file/diagnostic.ts';
import { checkRequestFile } from '../../core/runner/checkRequestFile.ts';
import { isEnvironmentFileName } from '../../core/variables/environmentFiles.ts';
import type { Disposable } from '../../engine/disposable.ts';
import type { EnvironmentChoice } from '../environments/environments.ts';
import { DisposableStore } from '../lifetime/disposableStore.ts';
import { Throttle } from '../lifetime/throttle.ts';
import { contextFor } from '../sending/preparation.ts';
import { t } from '../translate.ts';
import { editorRange } from './range.ts';
import { fileUri } from './workspaceFiles.ts';
import { isSendableDocument } from './requestDocuments.ts';
import type { RequestDocuments } from './requestDocuments.ts';

const delayMs = 200;
/** What the language status counts: references that nothing gives a value. */
const unresolved: ReadonlySet<string> = new Set(['WB2001', 'WB2022', 'WB2030']);

const severities: Record<DiagnosticSeverity, vscode.DiagnosticSeverity> = {
  error: vscode.DiagnosticSeverity.Error,
  warning: vscode.DiagnosticSeverity.Warning,
  information: vscode.DiagnosticSeverity.Information,
  hint: vscode.DiagnosticSeverity.Hint,
};

/** Shows what there is to say about open request files and their environment files, shortly after each change. */
export class RequestDiagnostics implements Disposable {
  readonly #documents: RequestDocuments;
  readonly #environments: EnvironmentChoice;
  readonly #store = new DisposableStore();
  readonly #collection = this.#store.add(vscode.languages.createDiagnosticCollection('wirebook'));
  /** What was published last, by document: quick fixes need more of it than VS Code keeps. */
  readonly #published = new Map<string, readonly Diagnostic[]>();
  readonly #waiting = new Set<vscode.TextDocument>();
  readonly #throttle = this.#store.add(new Throttle(delayMs, () => this.#publishWaiting()));

  constructor(documents: RequestDocuments, environments: EnvironmentChoice) {
    this.#documents = documents;
    this.#environments = environments;
    const { workspace } = vscode;
    this.#store.add(workspace.onDidOpenTextDocument((document) => this.#schedule(document)));
    this.#store.add(workspace.onDidChangeTextDocument(({ document }) => this.#changed(document)));
    this.#store.add(workspace.onDidCloseTextDocument((document) => this.#forget(document)));
    this.#store.add(environments.onDidChange(() => this.#scheduleAll()));
    this.#store.add(vscode.window.onDidChangeActiveTextEditor(() => this.#countUnresolved()));
    this.#scheduleAll();
  }

  dispose(): void {
    this.#store.dispose();
  }

  /** The diagnostic that VS Code shows in a document. */
  find({ uri }: vscode.TextDocument, { code, range }: vscode.Diagnostic): Diagnostic | undefined {
    return this.#published
      .get(uri.toString())
      ?.find((found) => found.code === code && editorRange(found.range).isEqual(range));
  }

  /** An environment file bears on every request file. */
  #changed(document: vscode.TextDocument): void {
    if (isEnvironmentFileName(basename(document.uri.path))) {
      this.#scheduleAll();
    } else {
      this.#schedule(document);
    }
  }

  #scheduleAll(): void {
    vscode.workspace.textDocuments.forEach((document) => this.#schedule(document));
  }

  #schedule(document: vscode.TextDocument): void {
    if (isSendableDocument(document)) {
      this.#waiting.add(document);
      this.#throttle.request();
    }
  }

  #forget(document: vscode.TextDocument): void {
    this.#waiting.delete(document);
    this.#published.delete(document.uri.toString());
    this.#collection.delete(document.uri);
  }

  #publishWaiting(): void {
    for (const document of this.#waiting) {
      void this.#publish(document);
    }
    this.#waiting.clear();
  }

  /** Of the active document, for the language status. */
  #countUnresolved(): void {
    const active = vscode.window.activeTextEditor?.document.uri.toString() ?? '';
    const found = this.#published.get(active) ?? [];
    this.#environments.showUnresolved(found.filter(({ code }) => unresolved.has(code)).length);
  }

  async #publish(document: vscode.TextDocument): Promise<void> {
    const { version, uri } = document;
    const files = this.#documents.trees(document);
    const context = await contextFor(uri, this.#environments.current(uri));
    const checked = await Promise.all(files.map((file) => checkRequestFile(file, context)));
    const found = [...files.flatMap(({ diagnostics }) => diagnostics), ...checked.flat()];
    if (document.isClosed || document.version !== version) {
      return;
    }
    this.#published.set(uri.toString(), found);
    this.#collection.set(uri, found.map(editorDiagnostic));
    this.#countUnresolved();
    for (const { path, diagnostics } of context.environments.files) {
      this.#collection.set(fileUri(uri, path), diagnostics.map(editorDiagnostic));
    }
  }
}

function editorDiagnostic(diagnostic: Diagnostic): vscode.Diagnostic {
  const shown = new vscode.Diagnostic(
    editorRange(diagnostic.range),
    diagnosticMessage(diagnostic, t),
    severities[diagnostic.severity],
  );
  shown.source = 'wirebook';
  shown.code = diagnostic.code;
  return shown;
}
