import type { RequestNode } from '../request-file/requestFile.ts';
import { prepareFailure } from './prepareFailure.ts';

/** The JSON body of a GraphQL request: the query, and the variables that stand below it behind an empty line. */
export function graphqlText(text: string, request: RequestNode): string {
  const { query, variables } = splitVariables(text);
  const operationName = /^[ \t]*(?:query|mutation|subscription)[ \t]+(\w+)/m.exec(query)?.[1];
  return JSON.stringify({
    query,
    ...(operationName === undefined ? {} : { operationName }),
    ...(variables === null ? {} : { variables: parseVariables(variables, request) }),
  });
}

/** The last paragraph that begins with a brace is the variables; a query alone may begin with one too. */
function splitVariables(text: string): { query: string; variables: string | null } {
  let start = -1;
  let offset = 0;
  let afterBlank = false;
  for (const line of text.split('\n')) {
    if (afterBlank && line.trimStart().startsWith('{')) start = offset;
    afterBlank = line.trim() === '';
    offset += line.length + 1;
  }
  if (start === -1) return { query: text.trim(), variables: null };
  return { query: text.slice(0, start).trim(), variables: text.slice(start).trim() };
}

function parseVariables(text: string, request: RequestNode): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    if (!(cause instanceof SyntaxError)) throw cause;
    const reason = `the GraphQL variables are not JSON: ${cause.message}`;
    throw prepareFailure('WB_INVALID_REQUEST', request.body.range ?? request.range, { reason });
  }
}
