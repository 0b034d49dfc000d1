import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import { dynamicValue, systemSources } from '../variables/dynamicVariables.ts';
import { convertText, digestOf, hmacOf, signatureIsGood, signatureOf } from './hostCrypto.ts';
import { documentTree, jsonValuesAt, xmlValuesAt } from './hostDocuments.ts';

/** What the sandbox gets of the host: pure functions, text in and text out. What one throws is thrown in the script. */
export interface SandboxHost {
  /** Bytes in another notation: `hex`, `base64`, `base64url` or an encoding of text. */
  convert(text: string, from: string, to: string): string;
  /** The hash of bytes in hex, in hex. */
  digest(algorithm: string, hex: string): string;
  hmac(algorithm: string, secretHex: string, hex: string): string;
  /** A signature of JSON Web Algorithms (RFC 7518) in base64url. */
  sign(algorithm: string, key: string, text: string): string;
  /** `true`, or nothing. */
  verify(algorithm: string, key: string, text: string, signature: string): string;
  /** The value of a JSONPath, or all values where it may have several; as JSON. */
  jsonPath(json: string, path: string): string;
  /** The value of an XPath, or the trees of its nodes; as JSON. It starts at the document, or at its `element`. */
  xpath(xml: string, path: string, from: string): string;
  /** The tree of an XML or HTML document, as JSON. */
  tree(text: string, mimeType: string): string;
  /** The value of a dynamic variable. */
  dynamic(expression: string): string;
}

const host: SandboxHost = {
  convert: convertText,
  digest: digestOf,
  hmac: hmacOf,
  sign: signatureOf,
  verify: signatureIsGood,
  jsonPath: jsonValuesAt,
  xpath: xmlValuesAt,
  tree: documentTree,
  dynamic: dynamicText,
};

/** The host's functions inside the virtual machine. */
export function sandboxHost(context: QuickJSContext): QuickJSHandle {
  const object = context.newObject();
  for (const [name, call] of Object.entries<(...texts: string[]) => string>({ ...host })) {
    const handle = context.newFunction(name, (...handles) =>
      context.newString(call(...handles.map((each) => textOf(context, each)))),
    );
    context.setProp(object, name, handle);
    handle.dispose();
  }
  return object;
}

function textOf(context: QuickJSContext, handle: QuickJSHandle): string {
  return context.typeof(handle) === 'string' ? context.getString(handle) : '';
}

/** Of dynamic variables, those that need nothing but clock and chance. */
function dynamicText(expression: string): string {
  const nothing = { variable: noValue, dotenv: noValue, shared: noValue, projectRoot: null };
  const result = dynamicValue(expression, systemSources, nothing);
  if (typeof result === 'object' && 'value' in result) return result.value;
  const usage = typeof result === 'object' && 'usage' in result ? `: write ${result.usage}` : '';
  throw new Error(`${expression} has no value here${usage}`);
}

function noValue(): undefined {
  return undefined;
}
