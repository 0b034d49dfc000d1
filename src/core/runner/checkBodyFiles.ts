import { diagnose, type Diagnostic } from '../request-file/diagnostic.ts';
import { requestsOf, type BodySegment, type RequestFile } from '../request-file/requestFile.ts';
import type { SourceText } from '../request-file/textRange.ts';
import type { FileReader } from '../variables/fileReader.ts';
import { bodyFileCandidates, findFile } from './bodyFile.ts';

/** WB3001 for each body file that does not exist, WB3009 for what is no file; a path with variables is judged when it is sent. */
export async function checkBodyFiles(
  file: RequestFile,
  reader: FileReader,
  workspaceRoot: string | null,
): Promise<Diagnostic[]> {
  const paths = requestsOf(file)
    .flatMap(({ request }) => [
      ...request.body.segments,
      ...request.messages.flatMap((step) => step.segments),
    ])
    .flatMap(pathsOf)
    .filter(({ text }) => !text.includes('{{'));
  const checked = await Promise.all(
    paths.map(async (path) => {
      const candidates = bodyFileCandidates(path.text, file.path, workspaceRoot);
      const found = await findFile(reader, candidates);
      if (found === undefined) {
        return [diagnose('WB3001', path.range, path.text, candidates.join(', '))];
      }
      const { kind } = found.facts;
      if (kind === 'file' || kind === 'forbidden') return [];
      return [diagnose('WB3009', path.range, found.path)];
    }),
  );
  return checked.flat();
}

function pathsOf(segment: BodySegment): SourceText[] {
  return segment.kind === 'file' ? [segment.path] : [];
}
