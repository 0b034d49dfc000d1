import type { WireEventBody } from '../wire/events.ts';
import type { CheckView } from '../../protocol/exchange.ts';

/** What assertions and scripts said about an answer. */
export class CheckLog {
  readonly checks: CheckView[] = [];
  readonly logs: string[] = [];
  readonly counts = { passed: 0, failed: 0 };

  observe(event: WireEventBody): void {
    if (event.event === 'script.log') this.logs.push(event.text);
    if (event.event !== 'expect' || event.of === undefined) return;
    const { line, text, passed, actual } = event;
    this.checks.push({ line, text, passed, actual });
    this.counts[passed ? 'passed' : 'failed']++;
  }
}
