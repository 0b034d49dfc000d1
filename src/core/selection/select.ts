import { selectJson } from './selectJson.ts';
import type { Selection } from './selection.ts';

/** The value at a path in a text: what begins with a slash or a function of it is XPath, all else JSONPath. */
export async function select(text: string, path: string): Promise<Selection> {
  return /^(?:\/|\(|(?:count|string|boolean|number)\()/.test(path)
    ? selectInXml(text, path)
    : selectJson(text, path);
}

/** XPath is loaded when it is first asked for. */
export async function selectInXml(text: string, path: string): Promise<Selection> {
  const { selectXml } = await import('./selectXml.ts');
  return selectXml(text, path);
}
