import type { AssertedResponse, PreparedAssertion } from './assertion.ts';
import { valueAtPath } from './valueAtPath.ts';

/** What an assertion speaks of: its value (`undefined` where there is none), or why it has no meaning here. */
export type Asserted = { value: unknown } | { problem: string };

/** The value that the type and value of an assertion name in a response. */
export function assertedValue(
  { type, value }: PreparedAssertion,
  response: AssertedResponse,
): Asserted {
  switch (type) {
    case 'status':
      return { value: response.status };
    case 'duration':
      return { value: Math.round(response.durationMs * 1000) / 1000 };
    case 'header':
      return { value: headerOf(response, value ?? '') };
    case 'body':
      return value === null ? { value: bodyText(response) } : inBody(response, value);
    case 'js':
      return ofExpression(value ?? '', response);
    default:
      return { problem: `"${type}" is none of status, header, body, duration, js` };
  }
}

function headerOf({ headers }: AssertedResponse, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([each]) => each.toLowerCase() === wanted);
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(', ');
}

function bodyText({ body }: AssertedResponse): string {
  return new TextDecoder().decode(body);
}

function inBody(response: AssertedResponse, path: string): Asserted {
  const found = valueAtPath(parsedBody(response), path.replace(/^\$\.?/, ''));
  return found ?? { problem: `"${path}" is no path` };
}

/** httpYac runs JavaScript here. A path into the response is looked up, anything more is refused. */
function ofExpression(expression: string, response: AssertedResponse): Asserted {
  const view = {
    response: {
      statusCode: response.status,
      headers: Object.fromEntries(
        response.headers.map(([name, value]) => [name.toLowerCase(), value]),
      ),
      body: bodyText(response),
      parsedBody: parsedBody(response),
    },
  };
  const found = valueAtPath(view, expression);
  return found ?? { problem: `"${expression}" is code, which is not run: write a path` };
}

function parsedBody(response: AssertedResponse): unknown {
  try {
    return JSON.parse(bodyText(response));
  } catch {
    // Not JSON: there is nothing at any path.
    return undefined;
  }
}
