/** File extensions by media type, for what an editor or a save dialog should make of a body. */
const extensions: Record<string, string> = {
  'application/json': 'json',
  'application/x-ndjson': 'jsonl',
  'application/xml': 'xml',
  'application/javascript': 'js',
  'application/graphql': 'graphql',
  'application/pdf': 'pdf',
  'application/yaml': 'yaml',
  'application/zip': 'zip',
  'application/gzip': 'gz',
  'image/gif': 'gif',
  'image/jpeg': 'jpg',
  'image/png': 'png',
  'image/svg+xml': 'svg',
  'image/webp': 'webp',
  'text/css': 'css',
  'text/csv': 'csv',
  'text/html': 'html',
  'text/javascript': 'js',
  'text/markdown': 'md',
  'text/plain': 'txt',
  'text/xml': 'xml',
  'text/yaml': 'yaml',
};

/** The file extension of a Content-Type, without its dot; `txt` or `bin` where it has none of its own. */
export function extensionOf(contentType: string | null): string {
  const type = contentType?.split(';')[0]?.trim().toLowerCase() ?? '';
  const known = extensions[type];
  if (known !== undefined) {
    return known;
  }
  const suffix = /\+(json|xml|yaml)$/.exec(type)?.[1];
  return suffix ?? (type.startsWith('text/') ? 'txt' : 'bin');
}
