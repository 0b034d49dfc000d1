import { prepareRequest } from '../../../src/core/runner/prepare.ts';
import { isPrepared } from '../../../src/core/runner/preparedRequest.ts';
import type { PrepareContext } from '../../../src/core/runner/prepareContext.ts';
import type {
  BodyPart,
  PreparedRequest,
  UnpreparedRequest,
} from '../../../src/core/runner/preparedRequest.ts';
import { parseText, prepareContext, requestAt } from '../../support/requestFiles.ts';

/** What surrounds a request in a test. */
export interface Surroundings {
  /** Which request of the text; the first by default. */
  index?: number;
  files?: Record<string, string | Uint8Array>;
  context?: Partial<PrepareContext>;
}

async function prepareText(
  text: string,
  { index = 0, files = {}, context: changes = {} }: Surroundings,
): Promise<PreparedRequest | UnpreparedRequest> {
  const file = parseText(text);
  const context = await prepareContext(files, changes);
  const request = await prepareRequest(file, requestAt(file, index), context);
  if (request === null) throw new Error('nothing is left to send');
  return request;
}

/** The prepared request of a text; fails when it is refused. */
export async function prepared(text: string, around: Surroundings = {}): Promise<PreparedRequest> {
  const request = await prepareText(text, around);
  if (isPrepared(request)) return request;
  throw new Error(`refused: ${JSON.stringify(request.failure)}`);
}

/** Why the request of a text is refused; fails when it is not. */
export async function failureOf(
  text: string,
  around: Surroundings = {},
): Promise<UnpreparedRequest['failure']> {
  const request = await prepareText(text, around);
  if (!isPrepared(request)) return request.failure;
  throw new Error(`not refused: ${request.method} ${request.url}`);
}

/** The body of a text's request: bytes as text, files as `<path>`. */
export async function preparedText(text: string, around: Surroundings = {}): Promise<string> {
  return (await prepared(text, around)).body.map(show).join('');
}

function show(part: BodyPart): string {
  return 'path' in part ? `<${part.path}>` : new TextDecoder().decode(part.bytes);
}
