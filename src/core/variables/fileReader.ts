/**
 * How variables and bodies reach files: `vscode.workspace.fs` in the host, `node:fs` on the command line.
 * Paths are absolute. A file that does not exist or cannot be read is `undefined`; no method rejects.
 */
export interface FileReader {
  /** The text of a file, decoded as UTF-8. */
  readText(path: string): Promise<string | undefined>;
  readBytes(path: string): Promise<Uint8Array | undefined>;
  /** True for a file, false for a directory or nothing. */
  isFile(path: string): Promise<boolean>;
}
