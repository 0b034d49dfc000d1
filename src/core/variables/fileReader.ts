/** What stands at a path. */
export interface FileFacts {
  /** `other` is a device, a pipe or a socket, which may have no end; `forbidden` must not be looked at (Workspace Trust). */
  kind: 'file' | 'folder' | 'other' | 'forbidden';
  sizeBytes: number;
}

/**
 * How variables and bodies reach files: `vscode.workspace.fs` in the host, `node:fs` on the command line.
 * Paths are absolute. A file that does not exist or cannot be read is `undefined`; no method rejects.
 */
export interface FileReader {
  /** Paths are those of this machine's disk, where the engine can stream from files and write to them. */
  readonly isDisk: boolean;
  /** The text of a file, decoded as UTF-8. */
  readText(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** What stands at a path, links followed. */
  stat(path: string): Promise<FileFacts | undefined>;
}
