import { isGraphqlDefinition } from './graphqlLine.ts';
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
  const type = contentType?.trim().toLowerCase() ?? '';
  if (type.startsWith('multipart/')) return 'multipart';
  if (type.startsWith('application/x-www-form-urlencoded')) return 'form';
  return segments.length === 1 && first.kind === 'file' ? 'file' : 'text';
}

/** The value of the first `Content-Type` as written; `null` without one. */
export function contentTypeOf(headers: readonly HeaderLine[]): string | null {
  const header = headers.find(({ name }) => name.text.toLowerCase() === 'content-type');
  return header?.value.text ?? null;
}

/** True for a body of GraphQL that nothing but its text announces, as httpYac files have it. */
export function isGraphqlBody(
  contentType: string | null,
  segments: readonly BodySegment[],
): boolean {
  const [first] = segments;
  if (first === undefined || !/^(?:application\/json|$)/i.test(contentType ?? '')) return false;
  return first.kind === 'file' ? first.operationName !== null : isGraphqlDefinition(first.text);
}
