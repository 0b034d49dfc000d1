import { valueAt } from '../selection/jsonPath.ts';
import { selectInXml } from '../selection/select.ts';
import { parseJson } from '../selection/selectJson.ts';
import type { Selection } from '../selection/selection.ts';
import { bodyText } from '../recording/recordedAnswer.ts';
import type { AssertedResponse, PreparedAssertion } from './assertion.ts';

/** What an assertion speaks of: its value (`undefined` where there is none), or why it has no meaning here. */
export type Asserted = { value: unknown } | { problem: string };

/** The value that the type and value of an assertion name in a response. */
export async function assertedValue(
  { type, value }: PreparedAssertion,
  response: AssertedResponse,
): Promise<Asserted> {
  switch (type) {
    case 'status':
      return { value: response.status };
    case 'duration':
      return { value: Math.round(response.durationMs * 1000) / 1000 };
    case 'header':
      return { value: headerOf(response, value ?? '') };
    case 'js': {
      const isCut = response.isCut && /body/i.test(value ?? '');
      return isCut ? cutBody(response) : ofExpression(value ?? '', response);
    }
    case 'body':
    case 'jsonpath':
    case 'xpath':
      return response.isCut ? cutBody(response) : inBody(type, value ?? '', response);
    default:
      return {
        problem: `"${type}" is none of status, header, body, jsonpath, xpath, duration, js`,
      };
  }
}

function headerOf({ headers }: AssertedResponse, name: string): string | undefined {
  const wanted = name.toLowerCase();
  const values = headers.filter(([each]) => each.toLowerCase() === wanted);
  return values.length === 0 ? undefined : values.map(([, value]) => value).join(', ');
}

function cutBody({ body }: AssertedResponse): Asserted {
  return { problem: `only the first ${body.length} bytes of the body were kept` };
}

async function inBody(
  type: 'body' | 'jsonpath' | 'xpath',
  path: string,
  { body, headers }: AssertedResponse,
): Promise<Asserted> {
  const text = bodyText(body, headers);
  if (path === '') return { value: text };
  if (type === 'xpath') return ofSelection(await selectInXml(text, path), path);
  const document = parseJson(text);
  if (document === undefined) return type === 'body' ? { value: undefined } : noDocument('JSON');
  return inDocument(document.value, path);
}

function inDocument(document: unknown, path: string): Asserted {
  const found = valueAt(document, path);
  if ('problem' in found) return { problem: `"${path}" is no path: ${found.problem}` };
  const list = found.value === undefined ? /^(.*)\.length$/s.exec(path)?.[1] : undefined;
  return list === undefined ? found : lengthAt(document, list);
}

/** httpYac's paths are JavaScript's: a list has a length. */
function lengthAt(document: unknown, path: string): Asserted {
  const found = valueAt(document, path);
  const isList = 'value' in found && Array.isArray(found.value);
  return { value: isList ? (found.value as unknown[]).length : undefined };
}

function ofSelection(selection: Selection, path: string): Asserted {
  if ('found' in selection) return { value: selection.found };
  if (selection.problem === 'path') return { problem: `"${path}" is no path: ${selection.reason}` };
  return selection.problem === 'document' ? noDocument(selection.wanted) : { value: undefined };
}

function noDocument(wanted: string): Asserted {
  return { problem: `the body is no ${wanted}` };
}

/** httpYac runs JavaScript here. A path into the response is looked up, anything more is refused. */
function ofExpression(expression: string, response: AssertedResponse): Asserted {
  const { status: statusCode, headers, body } = response;
  const text = bodyText(body, headers);
  const named = headers.map(([name, value]) => [name.toLowerCase(), value]);
  const view = {
    response: {
      statusCode,
      headers: Object.fromEntries(named),
      body: text,
      parsedBody: parseJson(text)?.value,
    },
  };
  const found = inDocument(view, expression);
  if (!('problem' in found)) return found;
  return { problem: `"${expression}" is code, which is not run: write a path` };
}
