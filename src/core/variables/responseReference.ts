/** Which value of an exchange is meant. */
export type ValueSelector =
  | { of: 'status' }
  | { of: 'header'; side: 'request' | 'response'; name: string; index: number }
  | { of: 'cookie'; name: string; attribute: string }
  /** `*` or nothing is the whole body; else JSONPath (`$…`) or XPath (`/…`). */
  | { of: 'body'; side: 'request' | 'response'; path: string }
  /** httpYac's `{{name.field}}`: a capture of a conversation, else a member of the JSON body. */
  | { of: 'member'; path: string };

/** `{{name.response.body.$.id}}`, taken apart. */
export interface ResponseReference {
  request: string;
  selector: ValueSelector;
}

const member = /^(?:\.[\p{L}\p{N}_$-]+|\[\d{1,9}\]|\['[^']*'\]|\["[^"]*"\])+$/u;

/** REST Client's word for how a body is read; its path says it too. */
const readAs = /^as(?:Json|Xml)\./;

/** httpYac's word for the XPath of a response. */
const xpathOf = /^\$xpath:([^\s.]+)\S*\s+(\S.*)$/s;

/** The name of an earlier request where only one can be meant, whether or not there is one; else `null`. */
export function requestNamedIn(expression: string): string | null {
  const form = /^(?:as(?:Json|Xml)\.)?([^.{}()]+)\.(?:request|response)(?:\.|$)/;
  return (xpathOf.exec(expression) ?? form.exec(expression))?.[1] ?? null;
}

/** True where only an earlier request can be meant. */
export function looksLikeResponse(expression: string): boolean {
  return requestNamedIn(expression) !== null;
}

/**
 * Reads a reference to an earlier exchange: REST Client's `name.(request|response).(body|headers).…`, kulala's
 * `.cookies.n.value`, `headers.X[1]` and `headers['X']`, our `.status`, httpYac's `name.field` and
 * `$xpath:name //path`. `null` where it is none; the path
 * is not checked.
 */
export function readResponseReference(written: string): ResponseReference | null {
  const [, named, path = ''] = xpathOf.exec(written) ?? [];
  if (named !== undefined) {
    return { request: named, selector: { of: 'body', side: 'response', path: path.trim() } };
  }
  const expression = written.replace(readAs, '');
  const end = expression.search(/[.[]/);
  if (end < 1) return null;
  const request = expression.slice(0, end).trim();
  const rest = expression.slice(end);
  const selector = readSelector(rest);
  return selector === null ? null : { request, selector };
}

const selectorForm =
  /^\.(request|response)(?:\.(body|headers|cookies|status)(?:\.(.*)|(\[.*))?)?$/s;

function readSelector(rest: string): ValueSelector | null {
  const match = selectorForm.exec(rest);
  if (match === null) return isMember(rest) ? { of: 'member', path: `$${rest}` } : null;
  const [, side = 'response', part, dotted, brackets] = match;
  const path = (dotted ?? brackets ?? '').replace(readAs, '');
  switch (part) {
    case 'body':
      return { of: 'body', side: side as 'response', path: `${brackets ? '$' : ''}${path.trim()}` };
    case 'headers':
      return headerSelector(side as 'response', path.trim());
    case 'cookies':
      return side === 'response' ? cookieSelector(path.trim()) : null;
    case 'status':
      return side === 'response' && path === '' ? { of: 'status' } : null;
    default:
      return null;
  }
}

function isMember(rest: string): boolean {
  return member.test(rest) && !/^\.(?:request|response)(?:[.[]|$)/.test(rest);
}

function headerSelector(side: 'request' | 'response', path: string): ValueSelector | null {
  const match = /^(?:([^[\]\s]+)|\[(["'])([^"'[\]\s]+)\2\])(?:\[(\d{1,4})\])?$/.exec(path);
  if (match === null) return null;
  return { of: 'header', side, name: match[1] ?? match[3] ?? '', index: Number(match[4] ?? 0) };
}

function cookieSelector(path: string): ValueSelector | null {
  const match = /^([^.[\s]+)(?:\.(value|domain|path|expires|secure|flag))?$/.exec(path);
  if (match === null) return null;
  return { of: 'cookie', name: match[1] ?? '', attribute: match[2] ?? 'value' };
}
