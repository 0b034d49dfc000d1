import { createHash, createHmac } from 'node:crypto';
import type { QuickJSContext, QuickJSHandle } from 'quickjs-emscripten-core';
import type { SandboxHost } from './sandboxParts.ts';

const host: SandboxHost = {
  atob: (base64) => Buffer.from(base64, 'base64').toString('latin1'),
  btoa: (latin1) => Buffer.from(latin1, 'latin1').toString('base64'),
  digest: (algorithm, secret, text, encoding) => {
    const hash = secret === null ? createHash(algorithm) : createHmac(algorithm, secret);
    return hash.update(text).digest(encoding === 'hex' ? 'hex' : 'base64');
  },
};

/** The host's functions inside the virtual machine: text in, text out. */
export function sandboxHost(context: QuickJSContext): QuickJSHandle {
  const object = context.newObject();
  const define = (name: string, call: (...texts: (string | null)[]) => string): void => {
    const handle = context.newFunction(name, (...handles) =>
      context.newString(call(...handles.map((each) => textOf(context, each)))),
    );
    context.setProp(object, name, handle);
    handle.dispose();
  };
  define('atob', (base64) => host.atob(base64 ?? ''));
  define('btoa', (latin1) => host.btoa(latin1 ?? ''));
  define('digest', (algorithm, secret, text, encoding) =>
    host.digest(algorithm ?? '', secret ?? null, text ?? '', encoding ?? ''),
  );
  return object;
}

function textOf(context: QuickJSContext, handle: QuickJSHandle): string | null {
  return context.typeof(handle) === 'string' ? context.getString(handle) : null;
}
