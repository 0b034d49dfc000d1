import { parentPort } from 'node:worker_threads';
import type { MessagePort, Transferable } from 'node:worker_threads';
import { LocalEngine } from './localEngine.ts';
import { toErrorData } from './rpc.ts';
import type { EngineCall, EngineMessage } from './rpc.ts';

/** Answers the host's calls with the engine of this thread. */
function serve(port: MessagePort): void {
  const engine = new LocalEngine();
  const post = (message: EngineMessage, transfer: Transferable[] = []): void => {
    port.postMessage(message, transfer);
  };
  engine.onDidChange((changed) => {
    post({ type: 'changed', changed });
  });
  port.on('message', (call: EngineCall) => {
    void answer(engine, call).then((reply) => {
      post(reply, transferablesOf(reply));
      if (call.method === 'dispose') {
        port.close();
      }
    });
  });
}

async function answer(engine: LocalEngine, call: EngineCall): Promise<EngineMessage> {
  try {
    return { type: 'result', id: call.id, result: await invoke(engine, call) };
  } catch (error) {
    return { type: 'error', id: call.id, error: toErrorData(error) };
  }
}

/** A union of methods cannot be called with a union of arguments, so the pairing is asserted here once. */
function invoke(engine: LocalEngine, call: EngineCall): Promise<unknown> {
  const method = engine[call.method] as (...args: unknown[]) => Promise<unknown>;
  return method.apply(engine, call.args);
}

/** Payload bytes move instead of being copied, where they own their buffer. */
function transferablesOf(reply: EngineMessage): Transferable[] {
  if (reply.type !== 'result' || typeof reply.result !== 'object' || reply.result === null) {
    return [];
  }
  const bytes = 'bytes' in reply.result ? reply.result.bytes : undefined;
  const owned = bytes instanceof Uint8Array && bytes.byteLength === bytes.buffer.byteLength;
  return owned && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [];
}

if (parentPort !== null) {
  serve(parentPort);
}
