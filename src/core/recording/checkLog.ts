import type { WireEventOf } from '../wire/events.ts';
import type { Finding } from './rowLogs.ts';
import type { CheckView } from '../../protocol/stepView.ts';

/** Of checks and of lines that scripts logged, those that came last are shown. */
const shownLimit = 500;

/** What assertions and scripts said about an answer, and where it was saved. */
export class CheckLog {
  /** Those that came last. */
  readonly checks: CheckView[] = [];
  readonly logs: string[] = [];
  readonly counts = { passed: 0, failed: 0, logged: 0 };

  /** Of all expectations, those of conversations too. */
  readonly expectations = { met: 0, unmet: 0 };

  observe(finding: Finding): void {
    if (finding.event === 'expect') this.expectations[finding.passed ? 'met' : 'unmet']++;
    if (finding.event === 'script.log') {
      this.counts.logged++;
      append(this.logs, finding.text);
    } else if (finding.of !== undefined) {
      const { line, text, passed, actual } = finding;
      this.counts[passed ? 'passed' : 'failed']++;
      append(this.checks, { line, text, passed, actual });
    }
  }

  saved({ path, bytes }: WireEventOf<'response.saved'>): void {
    this.counts.logged++;
    append(this.logs, `→ ${path} (${bytes} B)`);
  }
}

function append<T>(list: T[], item: T): void {
  list.push(item);
  if (list.length > shownLimit) list.shift();
}
