import { contentTraits } from './contentTraits.ts';
import { isGraphqlDefinition } from './graphqlLine.ts';
import { isNamed } from './headerName.ts';
import type { BodyKind, BodySegment, HeaderLine, RequestKind } from './requestFile.ts';

/** What a body without messages is, by its request and its content type. */
export function bodyKind(
  kind: RequestKind,
  contentType: string | null,
  segments: readonly BodySegment[],
): BodyKind {
  const [first] = segments;
  if (first === undefined) return 'none';
  if (kind === 'graphql') return 'graphql';
  const { isMultipart, isForm } = contentTraits(contentType);
  if (isMultipart) return 'multipart';
  if (isForm) return 'form';
  return segments.length === 1 && first.kind === 'file' ? 'file' : 'text';
}

/** The value of the first `Content-Type` as written; `null` without one. */
export function contentTypeOf(headers: readonly HeaderLine[]): string | null {
  const header = headers.find((line) => isNamed(line, 'content-type'));
  return header?.value.text ?? null;
}

/** True for a body of GraphQL that nothing but its text announces, as httpYac files have it. */
export function isGraphqlBody(
  contentType: string | null,
  segments: readonly BodySegment[],
): boolean {
  const [first] = segments;
  if (first === undefined) return false;
  const isGraphql =
    first.kind === 'file' ? first.operationName !== null : isGraphqlDefinition(first.text);
  return isGraphql && /^(?:application\/json|$)/i.test(contentType ?? '');
}
