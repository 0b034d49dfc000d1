import type { Http2Frame } from './http2Log.ts';
import { frameFlagNames } from '../wire/http2/frameType.ts';
import type { Http2Facts } from '../../protocol/http2Facts.ts';

/** What a frame says, in one line: stream, flags, and what is in its payload. */
export function http2Text(frame: Http2Frame, facts: Http2Facts): string {
  const flags = frameFlagNames(frame.type, frame.flags).join(' ');
  const stream = frame.stream === 0 ? '' : `#${frame.stream}`;
  return [stream, flags, ...factTexts(facts)].filter((part) => part !== '').join(' · ');
}

function factTexts(facts: Http2Facts): string[] {
  const texts: string[] = [];
  if (facts.promisedStream !== undefined) texts.push(`promises #${facts.promisedStream}`);
  if (facts.headers !== undefined)
    texts.push(facts.headers.map(([name, value]) => `${name}: ${value}`).join(', '));
  if (facts.settings !== undefined)
    texts.push(facts.settings.map(([name, value]) => `${name}=${value}`).join(' '));
  if (facts.incrementBytes !== undefined) texts.push(`+${facts.incrementBytes}`);
  if (facts.errorName !== undefined) texts.push(facts.errorName);
  if (facts.lastStream !== undefined) texts.push(`last stream #${facts.lastStream}`);
  if (facts.debugData !== undefined) texts.push(facts.debugData);
  if (facts.opaque !== undefined) texts.push(facts.opaque);
  if (facts.prioritizedStream !== undefined)
    texts.push(`#${facts.prioritizedStream} ${facts.priority ?? ''}`);
  if (facts.dependsOn !== undefined)
    texts.push(`depends on #${facts.dependsOn}, weight ${facts.weight ?? 0}`);
  if (facts.origins !== undefined) texts.push(facts.origins.join(' '));
  return texts;
}
