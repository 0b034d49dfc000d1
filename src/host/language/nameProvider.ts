import * as vscode from 'vscode';
import { environmentKeys } from '../../core/language/environmentKeys.ts';
import { scopeAt } from '../../core/language/languageInput.ts';
import type { LanguageInput } from '../../core/language/languageInput.ts';
import { importedFrom } from '../../core/language/importedName.ts';
import { occurrenceAt, occurrencesIn, sameName } from '../../core/language/occurrence.ts';
import type { Occurrence } from '../../core/language/occurrence.ts';
import { parseRequestFile } from '../../core/request-file/parseRequestFile.ts';
import type { RequestFile } from '../../core/request-file/requestFile.ts';
import { fileUri } from '../documents/workspaceFiles.ts';
import { t } from '../translate.ts';
import { languageInput, rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';
import { requestFilesUsing } from './requestFilesUsing.ts';

/** Definitions, references and renaming of variables and request names, also where environment files define them. */
export class NameProvider
  implements vscode.DefinitionProvider, vscode.ReferenceProvider, vscode.RenameProvider
{
  readonly #parts: LanguageParts;

  constructor(parts: LanguageParts) {
    this.#parts = parts;
  }

  async provideDefinition(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Location[]> {
    const name = await this.#nameAt(document, position);
    return name === null ? [] : definitionsOf(document, name);
  }

  async provideReferences(
    document: vscode.TextDocument,
    position: vscode.Position,
    { includeDeclaration }: vscode.ReferenceContext,
  ): Promise<vscode.Location[]> {
    const name = await this.#nameAt(document, position);
    if (name === null) {
      return [];
    }
    const here = name.places
      .filter(({ isDefinition }) => includeDeclaration || !isDefinition)
      .map(({ span }) => new vscode.Location(document.uri, rangeOf(document, span)));
    const elsewhere = name.environmentPaths.length === 0 ? [] : await usesElsewhere(document, name);
    const keys = includeDeclaration ? await environmentLocations(document, name) : [];
    const imported = name.importedPlaces.filter(
      ({ isDefinition }) => includeDeclaration || !isDefinition,
    );
    return [...here, ...elsewhere, ...keys, ...imported];
  }

  async prepareRename(
    document: vscode.TextDocument,
    position: vscode.Position,
  ): Promise<vscode.Range> {
    const name = await this.#nameAt(document, position);
    if (name === null || name.occurrence.of === 'dynamic') {
      throw new Error(t('Only variables and names of requests can be renamed.'));
    }
    return rangeOf(document, name.occurrence.span);
  }

  async provideRenameEdits(
    document: vscode.TextDocument,
    position: vscode.Position,
    newName: string,
  ): Promise<vscode.WorkspaceEdit | undefined> {
    const name = await this.#nameAt(document, position);
    if (name === null) {
      return undefined;
    }
    refuseInvalid(name.occurrence, newName);
    const edit = new vscode.WorkspaceEdit();
    for (const { span } of name.places) {
      edit.replace(document.uri, rangeOf(document, span), newName);
    }
    const locations = name.environmentPaths.length === 0 ? [] : await usesElsewhere(document, name);
    const keys = await environmentLocations(document, name);
    for (const { uri, range } of [...locations, ...keys, ...name.importedPlaces]) {
      edit.replace(uri, range, newName);
    }
    return edit;
  }

  async #nameAt(document: vscode.TextDocument, position: vscode.Position): Promise<Name | null> {
    const input = await languageInput(this.#parts, document);
    const occurrences = occurrencesIn(input.file, input.text, input.variables.imports);
    const occurrence = occurrenceAt(occurrences, document.offsetAt(position));
    if (occurrence === undefined) {
      return null;
    }
    const places = sameName(occurrences, occurrence);
    const environmentPaths = pathsOfEnvironment(input, occurrence, places);
    const imported = importedFrom(input, occurrence);
    const importedPlaces = imported === null ? [] : await placesIn(document, imported, occurrence);
    return { occurrence, places, environmentPaths, importedPlaces };
  }
}

/** A name at the cursor: its places in the document, and those in the files that define it if the document does not. */
interface Name {
  occurrence: Occurrence;
  places: Occurrence[];
  environmentPaths: string[];
  /** Its places in the file that defines it, where the document imports that. */
  importedPlaces: ImportedPlace[];
}

interface ImportedPlace extends vscode.Location {
  isDefinition: boolean;
}

function pathsOfEnvironment(
  input: LanguageInput,
  { of, name, span }: Occurrence,
  places: readonly Occurrence[],
): string[] {
  if (of !== 'variable' || places.some(({ isDefinition }) => isDefinition)) {
    return [];
  }
  const found = scopeAt(input, span.offset)?.findAll(name) ?? [];
  const outside = found.filter(({ source }) => source.origin !== 'file');
  return [...new Set(outside.flatMap(({ source }) => source.path ?? []))];
}

async function definitionsOf(
  document: vscode.TextDocument,
  name: Name,
): Promise<vscode.Location[]> {
  const here = name.places.filter(({ isDefinition }) => isDefinition);
  if (here.length > 0) {
    return here.map(({ span }) => new vscode.Location(document.uri, rangeOf(document, span)));
  }
  const imported = name.importedPlaces.filter(({ isDefinition }) => isDefinition);
  return [...imported, ...(await environmentLocations(document, name))];
}

async function placesIn(
  { uri }: vscode.TextDocument,
  { path }: RequestFile,
  occurrence: Occurrence,
): Promise<ImportedPlace[]> {
  const document = await vscode.workspace.openTextDocument(fileUri(uri, path ?? ''));
  const text = document.getText();
  const file = parseRequestFile(text, { path: path ?? '' });
  return sameName(occurrencesIn(file, text), occurrence).map(({ span, isDefinition }) =>
    Object.assign(new vscode.Location(document.uri, rangeOf(document, span)), { isDefinition }),
  );
}

/** The keys of a name in the environment files that define it. */
async function environmentLocations(
  { uri }: vscode.TextDocument,
  { occurrence, environmentPaths }: Name,
): Promise<vscode.Location[]> {
  const locations = await Promise.all(
    environmentPaths.map(async (path) => {
      const file = await vscode.workspace.openTextDocument(fileUri(uri, path));
      return environmentKeys(file.getText(), occurrence.name).map(
        (span) => new vscode.Location(file.uri, rangeOf(file, span)),
      );
    }),
  );
  return locations.flat();
}

/** Where other request files use a variable that an environment file defines for them too. */
async function usesElsewhere(
  { uri }: vscode.TextDocument,
  { occurrence, environmentPaths }: Name,
): Promise<vscode.Location[]> {
  const folders = environmentPaths.map((path) => vscode.Uri.joinPath(fileUri(uri, path), '..'));
  return requestFilesUsing(uri, folders, occurrence.name);
}

function refuseInvalid({ of }: Occurrence, newName: string): void {
  const valid = of === 'request' ? /^[\w-]+$/ : /^(?![$%])[^\s=:{}"]+$/;
  if (!valid.test(newName)) {
    throw new Error(t('"{0}" cannot be a name: use letters, digits, - and _.', newName));
  }
}
