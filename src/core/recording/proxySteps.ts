import type { WireEventBody } from '../wire/events.ts';
import type { ProxyStepView } from '../../protocol/hopView.ts';

/** Most hops have no proxy. */
const none: readonly never[] = [];

/** What was done with the proxy of a hop, step by step: TLS, each request for a tunnel, or the SOCKS dialogue. */
export class ProxySteps {
  steps: readonly ProxyStepView[] = none;

  observe(event: WireEventBody, timeMs: number): void {
    switch (event.event) {
      case 'tls.started':
        if (event.via === 'proxy') this.#begin('TLS', timeMs);
        break;
      case 'tls.established':
      case 'tls.failed':
        if (event.via === 'proxy')
          this.#end(event.event === 'tls.failed' ? event.code : 'ok', timeMs);
        break;
      case 'proxy.connect':
        if (event.proxy.startsWith('socks')) this.#begin(`SOCKS ${event.target}`, timeMs);
        break;
      case 'proxy.request':
        this.#begin(`${event.method} ${event.target}`, timeMs);
        break;
      case 'proxy.response':
        this.#end(String(event.status), timeMs);
        break;
      case 'proxy.connected':
        this.#end('ok', timeMs);
        break;
      case 'exchange.failed':
        this.#end(event.code, timeMs);
        break;
      default:
    }
  }

  #begin(name: string, startMs: number): void {
    this.steps = [...this.steps, { name, startMs, endMs: null, result: null }];
  }

  #end(result: string, timeMs: number): void {
    const step = this.steps.at(-1);
    if (step === undefined || step.endMs !== null) return;
    step.endMs = timeMs;
    step.result = result;
  }
}
