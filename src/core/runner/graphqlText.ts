import type { RequestNode } from '../request-file/requestFile.ts';
import { withFragments } from './graphqlFragments.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';

/**
 * The JSON body of a GraphQL request: the query with its fragments, and the variables that stand below it behind an
 * empty line. `gql name < file` says which operation of the file is meant, else it is the first one with a name.
 */
export async function graphqlText(text: string, preparation: Preparation): Promise<string> {
  const { request } = preparation;
  const { query: written, variables } = splitVariables(text);
  const query = await withFragments(preparation, written);
  const asked = request.body.segments.map((part) => 'operationName' in part && part.operationName);
  const operationName =
    asked.find(Boolean) || /^[ \t]*(?:query|mutation|subscription)[ \t]+(\w+)/m.exec(query)?.[1];
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
