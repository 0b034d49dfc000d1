import { fillTemplate, writtenTemplate, type Template } from '../../runner/template.ts';

/**
 * The operand of a check with captured values. Inside a JSON string they are escaped, so that a value with quotes
 * is still one string.
 */
export function fillOperand(template: Template, captures: ReadonlyMap<string, string>): string {
  if (typeof template === 'string') return template;
  if (!isJson(writtenTemplate(template))) return fillTemplate(template, captures);
  const escaped = new Map(
    [...captures].map(([name, value]) => [name, JSON.stringify(value).slice(1, -1)]),
  );
  return fillTemplate(template, escaped);
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    // Values outside of strings, or no JSON at all.
    return false;
  }
}
