import * as vscode from 'vscode';
import { pathOf } from '../documents/requestDocuments.ts';
import { WorkspaceFiles } from '../documents/workspaceFiles.ts';

/** Where a name stands, and whether it is defined there. */
export interface Place extends vscode.Location {
  isDefinition: boolean;
}

/** Request files looked through at most. */
const maxFiles = 500;

/** Where a name is looked for: in `files`, and in the request files below `folders`, but not in `except`. */
interface SearchedPlaces {
  files: readonly vscode.Uri[];
  folders: readonly vscode.Uri[];
  except: vscode.Uri;
}

/** The places of a name in other files; only those that hold its text are opened. */
export async function placesElsewhere(
  { files, folders, except }: SearchedPlaces,
  name: string,
  placesAt: (uri: vscode.Uri) => Promise<Place[]>,
): Promise<Place[]> {
  const found = await Promise.all(
    folders.map((folder) =>
      vscode.workspace.findFiles(
        new vscode.RelativePattern(folder, '**/*.{http,rest,ws}'),
        undefined,
        maxFiles,
      ),
    ),
  );
  const uris = new Map([...files, ...found.flat()].map((uri) => [uri.toString(), uri]));
  uris.delete(except.toString());
  const reader = new WorkspaceFiles(except);
  const places = await Promise.all(
    [...uris.values()].map(async (uri) => {
      const text = await reader.readText(pathOf(uri));
      return text?.includes(name) === true ? placesAt(uri) : [];
    }),
  );
  return places.flat();
}
