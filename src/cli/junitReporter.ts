import type { WireEvent } from '../core/wire/events.ts';
import type { Reporter, Write } from './reporter.ts';
import { concernsVerdict, problemOf } from './verdict.ts';

/** A JUnit XML report: one test case per exchange, written when all are over. */
export function junitReporter(write: Write, file: string): Reporter {
  const exchanges = new Map<number, WireEvent[]>();
  return {
    event: (event) => {
      const events = exchanges.get(event.exchange) ?? [];
      exchanges.set(event.exchange, events);
      if (concernsVerdict(event)) {
        events.push(event);
      }
    },
    end: () => write(testSuite(file, [...exchanges.values()])),
  };
}

function testSuite(file: string, exchanges: WireEvent[][]): string {
  const problems = exchanges.map(problemOf);
  const failures = problems.filter((problem) => problem?.exitCode === 1).length;
  const errors = problems.filter((problem) => problem !== null).length - failures;
  const cases = exchanges.map((events) => testCase(file, events)).join('');
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n` +
    `<testsuites>\n<testsuite name="${escape(file)}" tests="${exchanges.length}" ` +
    `failures="${failures}" errors="${errors}">\n${cases}</testsuite>\n</testsuites>\n`
  );
}

function testCase(file: string, events: WireEvent[]): string {
  const started = events.find((event) => event.event === 'exchange.started');
  const completed = events.find((event) => event.event === 'exchange.completed');
  const name = started?.name ?? `${started?.method ?? ''} ${started?.url ?? ''}`;
  const seconds = ((completed?.timings.total ?? 0) / 1000).toFixed(3);
  const problem = problemOf(events);
  const open = `<testcase classname="${escape(file)}" name="${escape(name)}" time="${seconds}"`;
  if (problem === null) {
    return `${open}/>\n`;
  }
  const element = problem.exitCode === 1 ? 'failure' : 'error';
  return `${open}>\n<${element} message="${escape(problem.message)}"/>\n</testcase>\n`;
}

/** XML 1.0 allows no control characters but tab and line ends, not even escaped. */
function escape(text: string): string {
  return text
    .replace(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, '\uFFFD')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
