import { html, nothing } from 'lit';
import type { TemplateResult } from 'lit';
import type { HeaderField, RequestHeadView, ResponseHeadView } from '../../protocol/hopView.ts';
import './headerFields.css';

/** `GET /orders HTTP/1.1` */
export function requestLine(request: RequestHeadView): string {
  return `${request.method} ${request.target} HTTP/${request.httpVersion}`;
}

/** `HTTP/1.1 200 OK` */
export function statusLine(response: ResponseHeadView): string {
  return `HTTP/${response.httpVersion} ${response.status} ${response.reason}`.trimEnd();
}

/** A head as text, as it would stand on an HTTP/1.1 wire. */
export function headText(firstLine: string, headers: readonly HeaderField[]): string {
  return [firstLine, ...headers.map(([name, value]) => `${name}: ${value}`)].join('\n');
}

/** A remark beside a header. */
export interface HeaderNote {
  text: string;
  tone: 'quiet' | 'good' | 'bad';
}

/** The first line and header fields of a message, in their order, each with its note. */
export function headerFields(
  firstLine: string,
  headers: readonly HeaderField[],
  noteOf: (name: string, value: string) => HeaderNote | null = () => null,
): TemplateResult {
  return html`<div class="fields">
    <div class="field-line">${firstLine}</div>
    ${headers.map(([name, value]) => field(name, value, noteOf(name, value)))}
  </div>`;
}

function field(name: string, value: string, note: HeaderNote | null): TemplateResult {
  return html`<div class="field-line">
    <span class="field-name">${name}</span><span>: </span><span class="field-value">${value}</span>
    ${note ? html` <span class="field-note tone-${note.tone}">${note.text}</span>` : nothing}
  </div>`;
}
