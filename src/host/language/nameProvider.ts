import * as vscode from 'vscode';
import { environmentKeys } from '../../core/language/environmentKeys.ts';
import { scopeAt } from '../../core/language/languageInput.ts';
import type { LanguageInput } from '../../core/language/languageInput.ts';
import { homeOf, placesOf } from '../../core/language/nameHome.ts';
import { occurrenceAt, occurrencesIn } from '../../core/language/occurrence.ts';
import type { Occurrence } from '../../core/language/occurrence.ts';
import { pathOf } from '../documents/requestDocuments.ts';
import { fileUri } from '../documents/workspaceFiles.ts';
import { t } from '../translate.ts';
import { languageInput, rangeOf } from './languageInputs.ts';
import type { LanguageParts } from './languageParts.ts';
import { placesElsewhere } from './placesElsewhere.ts';
import type { Place } from './placesElsewhere.ts';

/** Definitions, references and renaming of variables and request names, also in files that import them and environment files. */
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
    if (name === null) {
      return [];
    }
    const { home } = name;
    const isElsewhere = home !== null && home !== pathOf(document.uri);
    const places = isElsewhere
      ? await this.#placesAt(fileUri(document.uri, home), name)
      : name.here;
    const definitions = places.filter(({ isDefinition }) => isDefinition);
    return definitions.length > 0 ? definitions : environmentLocations(document, name);
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
    const places = [...name.here, ...(await this.#elsewhere(document, name))];
    const keys = includeDeclaration ? await environmentLocations(document, name) : [];
    return [...places.filter((place) => includeDeclaration || !place.isDefinition), ...keys];
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
    const places = await this.#elsewhere(document, name);
    const keys = await environmentLocations(document, name);
    for (const { uri, range } of [...name.here, ...places, ...keys]) {
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
    const home = homeOf(input, occurrence);
    const here = placesOf(input, occurrence, home).map((place) => placeIn(document, place));
    const environmentPaths = home === null ? pathsOfEnvironment(input, occurrence) : [];
    return { occurrence, home, here, environmentPaths };
  }

  /** The places of a name in one other file. */
  async #placesAt(uri: vscode.Uri, { occurrence, home }: Name): Promise<Place[]> {
    const document = await vscode.workspace.openTextDocument(uri);
    const input = await languageInput(this.#parts, document);
    return placesOf(input, occurrence, home).map((place) => placeIn(document, place));
  }

  /** Its places in all other files: those that import its definition, or those below the environment files that define it. */
  async #elsewhere({ uri }: vscode.TextDocument, name: Name): Promise<Place[]> {
    const { occurrence, home, environmentPaths } = name;
    if (home === null && environmentPaths.length === 0) {
      return [];
    }
    const below = (path: string): vscode.Uri => vscode.Uri.joinPath(fileUri(uri, path), '..');
    const root = vscode.workspace.getWorkspaceFolder(uri)?.uri ?? vscode.Uri.joinPath(uri, '..');
    const searched =
      home === null
        ? { files: [], folders: environmentPaths.map(below), except: uri }
        : { files: [fileUri(uri, home)], folders: [root], except: uri };
    return placesElsewhere(searched, occurrence.name, (other) => this.#placesAt(other, name));
  }
}

/** A name at the cursor. */
interface Name {
  occurrence: Occurrence;
  /** Path of the request file that defines it. */
  home: string | null;
  /** Its places in the document. */
  here: Place[];
  /** The environment files that define it, where no request file does. */
  environmentPaths: string[];
}

function placeIn(document: vscode.TextDocument, { span, isDefinition }: Occurrence): Place {
  const location = new vscode.Location(document.uri, rangeOf(document, span));
  return Object.assign(location, { isDefinition });
}

function pathsOfEnvironment(input: LanguageInput, { of, name, span }: Occurrence): string[] {
  if (of !== 'variable') {
    return [];
  }
  const found = scopeAt(input, span.offset)?.findAll(name) ?? [];
  const outside = found.filter(({ source }) => source.origin.endsWith('environment'));
  return [...new Set(outside.flatMap(({ source }) => source.path ?? []))];
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

function refuseInvalid({ of }: Occurrence, newName: string): void {
  const valid = of === 'request' ? /^[\w-]+$/ : /^(?![$%])[^\s=:{}"]+$/;
  if (!valid.test(newName)) {
    throw new Error(t('"{0}" cannot be a name: use letters, digits, - and _.', newName));
  }
}
