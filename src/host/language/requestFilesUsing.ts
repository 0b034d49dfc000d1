import * as vscode from 'vscode';
import { occurrencesIn, sameName } from '../../core/language/occurrence.ts';
import { parseRequestFile } from '../../core/request-file/parseRequestFile.ts';
import { rangeOf } from './languageInputs.ts';

/** Request files looked through at most. */
const maxFiles = 500;

/** Where the request files below some folders, but not `except`, use a variable that they do not define themselves. */
export async function requestFilesUsing(
  except: vscode.Uri,
  folders: readonly vscode.Uri[],
  name: string,
): Promise<vscode.Location[]> {
  const found = await Promise.all(
    folders.map((folder) =>
      vscode.workspace.findFiles(
        new vscode.RelativePattern(folder, '**/*.{http,rest,ws}'),
        undefined,
        maxFiles,
      ),
    ),
  );
  const uris = new Map(found.flat().map((uri) => [uri.toString(), uri]));
  uris.delete(except.toString());
  const locations = await Promise.all([...uris.values()].map((uri) => usesIn(uri, name)));
  return locations.flat();
}

async function usesIn(uri: vscode.Uri, name: string): Promise<vscode.Location[]> {
  const document = await vscode.workspace.openTextDocument(uri);
  const text = document.getText();
  if (!text.includes(name)) {
    return [];
  }
  const places = sameName(occurrencesIn(parseRequestFile(text), text), { of: 'variable', name });
  return places.some(({ isDefinition }) => isDefinition)
    ? []
    : places.map(({ span }) => new vscode.Location(uri, rangeOf(document, span)));
}
