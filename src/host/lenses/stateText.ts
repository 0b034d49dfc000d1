import type { Translate } from '../../core/errors/translate.ts';
import type { ExchangeState, ExchangeSummary } from '../../protocol/exchange.ts';

const failureTextMax = 60;

const signs: Partial<Record<ExchangeState, string>> = {
  open: '●',
  closing: '●',
  closed: '○',
  failed: '✕',
};

/** The state of an exchange for a lens: `200 · 34 ms · reused`, `● open 00:42 ↑12 ↓3.4k`. */
export function stateText(exchange: ExchangeSummary, nowMs: number, translate: Translate): string {
  const sign = signs[exchange.state];
  const words = stateWords(exchange, nowMs, translate);
  return sign === undefined ? words : `${sign} ${words}`;
}

/** The state of an exchange in a few words, for where an icon stands beside them. */
export function stateWords(exchange: ExchangeSummary, nowMs: number, translate: Translate): string {
  switch (exchange.state) {
    case 'connecting':
      return translate('connecting… {0}', durationText(nowMs - exchange.startedAtMs));
    case 'waiting':
      return translate('waiting… {0}', durationText(nowMs - exchange.startedAtMs));
    case 'receiving':
      return translate('receiving… {0}', bytesText(exchange.counts.bytesIn));
    case 'open':
      return `${translate('open {0}', openFor(exchange, nowMs))} ${countsText(exchange)}`;
    case 'closing':
      return `${translate('closing…')} ${countsText(exchange)}`;
    case 'closed':
      return closedText(exchange, translate);
    case 'completed':
      return completedText(exchange, translate);
    case 'failed':
      return failureText(exchange);
    case 'cancelled':
      return translate('cancelled');
  }
}

function completedText(exchange: ExchangeSummary, translate: Translate): string {
  const parts = [String(exchange.status ?? ''), durationText(exchange.elapsedMs)];
  if (exchange.reused) {
    parts.push(translate('reused'));
  }
  parts.push(checkedText(exchange));
  return parts.filter((part) => part !== '').join(' · ');
}

/** `✓ 3`, or `✕ 1 ✓ 2` where assertions or tests failed. */
function checkedText({ checked: { passed, failed } }: ExchangeSummary): string {
  const parts = [failed > 0 ? `✕ ${failed}` : '', passed > 0 ? `✓ ${passed}` : ''];
  return parts.filter((part) => part !== '').join(' ');
}

function closedText(exchange: ExchangeSummary, translate: Translate): string {
  const code = exchange.close === null ? '' : ` ${exchange.close.code}`;
  return `${translate('closed')}${code} ${countsText(exchange)}`;
}

/** The first clause of the sentence: `connection refused`. */
function failureText({ failure }: ExchangeSummary): string {
  const clause = /^.*?(?=: |\. |\.$|：|。|$)/s.exec(failure?.message ?? '')?.[0] ?? '';
  const lower = /^[A-Z][a-z]/.test(clause) ? clause[0]?.toLowerCase() + clause.slice(1) : clause;
  return lower.length > failureTextMax ? `${lower.slice(0, failureTextMax - 1)}…` : lower;
}

function countsText({ counts }: ExchangeSummary): string {
  return `↑${countText(counts.messagesOut)} ↓${countText(counts.messagesIn)}`;
}

function openFor({ openedAtMs, startedAtMs }: ExchangeSummary, nowMs: number): string {
  return clockText(nowMs - (openedAtMs ?? startedAtMs));
}

const two = (part: number): string => String(part).padStart(2, '0');

/** `00:42`, `1:02:03`. */
export function clockText(elapsedMs: number): string {
  const seconds = Math.max(0, Math.floor(elapsedMs / 1000));
  const minutesAndSeconds = `${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
  const hours = Math.floor(seconds / 3600);
  return hours > 0 ? `${hours}:${minutesAndSeconds}` : minutesAndSeconds;
}

/** `4.2 ms`, `34 ms`, `1.20 s`. */
export function durationText(elapsedMs: number): string {
  if (elapsedMs >= 1000) {
    return `${(elapsedMs / 1000).toFixed(elapsedMs >= 10_000 ? 1 : 2)} s`;
  }
  return `${elapsedMs < 10 ? elapsedMs.toFixed(1) : Math.round(elapsedMs)} ms`;
}

/** `12`, `3.4k`, `1.2M`. */
export function countText(count: number): string {
  if (count < 1000) {
    return String(count);
  }
  const [scaled, unit] = count < 999_950 ? [count / 1000, 'k'] : [count / 1_000_000, 'M'];
  return `${scaled < 99.95 ? scaled.toFixed(1) : Math.round(scaled)}${unit}`;
}

/** `512 B`, `3.4 kB`, `1.2 MB`. */
export function bytesText(lengthBytes: number): string {
  if (lengthBytes < 1000) {
    return `${lengthBytes} B`;
  }
  const [scaled, unit] =
    lengthBytes < 999_950 ? [lengthBytes / 1000, 'kB'] : [lengthBytes / 1_000_000, 'MB'];
  return `${scaled.toFixed(1)} ${unit}`;
}
