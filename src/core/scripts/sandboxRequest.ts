import type { ScriptRequest, ScriptValues } from './script.ts';
import { headersOf, toJson, variableStore } from './sandboxParts.ts';

/*
 * `request` of a script. The source text of each function is evaluated inside the sandbox, beside those of `sandboxParts.ts`.
 */

/** A text with references to what the script itself has set; all others were replaced before, as far as they are known. */
function substituted(text: string, variables: ScriptValues): string {
  return text.replace(/\{\{\s*([^{}\s]+)\s*\}\}/g, (written, name: string) => {
    const value = variables[name] ?? written;
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

/** A part of a request: as written, and with its variables. Scripts below a request call it. */
function templateOf(raw: string, known: string, variables: ScriptValues) {
  const tryGetSubstituted = (): string => substituted(known, variables);
  return Object.assign(() => tryGetSubstituted(), {
    getRaw: () => raw,
    tryGetSubstituted,
    toString: tryGetSubstituted,
    toJSON: tryGetSubstituted,
  });
}

function requestHeaders({ headers, known }: ScriptRequest, variables: ScriptValues) {
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
  return { ...headersOf(known.headers), all: () => all, findByName };
}

/** `variables` are those that the script sets for its request. */
export function requestApi(request: ScriptRequest, variables: ScriptValues) {
  const { method, known, iteration, environment, templateValues } = request;
  return {
    method,
    url: templateOf(request.url, known.url, variables),
    body: templateOf(request.body, known.body, variables),
    headers: requestHeaders(request, variables),
    environment: { get: (name: string) => environment[name] ?? null },
    variables: variableStore(variables, toJson),
    iteration: () => iteration,
    templateValue: (index: unknown = 0) => templateValues[Number(index)] ?? null,
  };
}

/** What the sandbox must know of this file. */
export const requestFunctions = [substituted, templateOf, requestHeaders, requestApi];
