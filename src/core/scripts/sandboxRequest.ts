import type { ScriptRequest } from './script.ts';
import { headersOf, shownValue, stopScript, variableStore } from './sandboxParts.ts';

/*
 * `request` of a script. The source text of each function is evaluated inside the sandbox, beside those of `sandboxParts.ts`.
 */

/** A text with references to what the script itself has set; all others were replaced before, as far as they are known. */
function substituted(text: string, variables: Record<string, string>): string {
  return text.replace(
    /\{\{\s*([^{}\s]+)\s*\}\}/g,
    (written, name: string) => variables[name] ?? written,
  );
}

/** A part of a request: as written, and with its variables. Scripts below a request call it. */
function templateOf(raw: string, known: string, variables: Record<string, string>) {
  const tryGetSubstituted = (): string => substituted(known, variables);
  return Object.assign(() => tryGetSubstituted(), {
    getRaw: () => raw,
    tryGetSubstituted,
    toString: tryGetSubstituted,
    toJSON: tryGetSubstituted,
  });
}

function requestHeaders({ headers, known }: ScriptRequest, variables: Record<string, string>) {
  const all = headers.map(([name, raw], index) => {
    const template = templateOf(raw, known.headers[index]?.[1] ?? raw, variables);
    return {
      // JetBrains has it as a property and as a method.
      name: Object.assign(() => name, { toString: () => name, toJSON: () => name }),
      value: template.tryGetSubstituted,
      getRawValue: template.getRaw,
      tryGetSubstituted: template.tryGetSubstituted,
      tryGetSubstitutedValue: template.tryGetSubstituted,
    };
  });
  const findByName = (name: string) =>
    all.find((each) => each.name().toLowerCase() === name.toLowerCase()) ?? null;
  return { ...headersOf(headers), all: () => all, findByName };
}

/** `variables` are those that the script sets for its request. */
export function requestApi(request: ScriptRequest, variables: Record<string, string>) {
  const { method, known, iteration, environment } = request;
  return {
    method,
    url: templateOf(request.url, known.url, variables),
    body: templateOf(request.body, known.body, variables),
    headers: requestHeaders(request, variables),
    environment: { get: (name: string) => environment[name] ?? null },
    variables: variableStore(variables, shownValue),
    iteration: () => iteration,
    templateValue: () =>
      stopScript(
        'MissingError',
        'request.templateValue is not there: collections are not sent one by one; # @loop for 3 sends a request three times',
      ),
  };
}

/** What the sandbox must know of this file. */
export const requestFunctions = [substituted, templateOf, requestHeaders, requestApi];
