import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { Http2FrameView } from '../../protocol/rows.ts';
import { headerFields } from '../tabs/headerFields.ts';
import { formatCount } from '../words/formats.ts';
import { say } from '../words/words.ts';

/** The header of an HTTP/2 frame, field by field (RFC 9113 §4.1), and the state of its stream. */
export function http2Bits(frame: Http2FrameView, lengthBytes: number): TemplateResult {
  const cells: [string, string][] = [
    [say('bitLength'), formatCount(lengthBytes)],
    [say('bitType'), `${hex(frame.type)} ${frame.typeName}`],
    [say('bitFlags'), [hex(frame.flags), ...frame.flagNames].join(' ')],
    [say('bitStream'), String(frame.stream)],
  ];
  if (frame.state !== null) cells.push([say('bitState'), frame.state]);
  return html`<dl class="bits" aria-label=${say('frameHeader')}>
    ${cells.map(
      ([name, value]) =>
        html`<div>
          <dt>${name}</dt>
          <dd>${value}</dd>
        </div>`,
    )}
  </dl>`;
}

/** What the payload says, as lines of names and values. The names are those of the RFC. */
export function http2Facts(frame: Http2FrameView): TemplateResult | typeof nothing {
  const fields = [...(frame.headers ?? []), ...payloadFields(frame)];
  if (fields.length === 0) return nothing;
  return html`<div class="detail-note">${headerFields('', fields)}</div>`;
}

function payloadFields(frame: Http2FrameView): [string, string][] {
  const fields: [string, string][] = [];
  const add = (name: string, value: string | number | undefined): void => {
    if (value !== undefined) fields.push([name, String(value)]);
  };
  for (const [name, value] of frame.settings ?? []) add(name, value);
  add('Window Size Increment', frame.incrementBytes);
  add('Promised Stream ID', frame.promisedStream);
  add('Last-Stream-ID', frame.lastStream);
  if (frame.errorCode !== undefined) {
    add('Error Code', `${hex(frame.errorCode)} ${frame.errorName ?? ''}`);
  }
  add('Additional Debug Data', frame.debugData);
  add('Opaque Data', frame.opaque);
  add('Stream Dependency', frame.dependsOn);
  add('Weight', frame.weight);
  add('Prioritized Stream ID', frame.prioritizedStream);
  add('Priority Field Value', frame.priority);
  for (const origin of frame.origins ?? []) add('Origin', origin);
  return fields;
}

function hex(number: number): string {
  return `0x${number.toString(16).padStart(2, '0')}`;
}
