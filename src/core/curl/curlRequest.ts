import { readCurlCommand } from './curlArguments.ts';
import { CurlRequestBuilder } from './curlRequestBuilder.ts';

/** A piece of a request and the part of the command that it comes from. */
export interface CurlText {
  text: string;
  /** Offsets in the command. */
  offset: number;
  endOffset: number;
}

/** A part of the body: text, or a file whose bytes are sent as they are or percent-encoded. */
export interface CurlBodyPart extends CurlText {
  kind: 'text' | 'file' | 'encodedFile';
}

/** A header or a directive and the option that asks for it. */
export type CurlField = [name: string, value: string, origin: CurlText];

/**
 * What could not be carried over: an option without a counterpart, one that holds a part of the request, a command without
 * a URL, an open quotation.
 */
export interface CurlNote extends CurlText {
  kind: 'option' | 'part' | 'noUrl' | 'openQuote';
}

/** What a curl command asks for, in the words of a request file. */
export interface CurlRequest {
  method: string;
  url: CurlText;
  httpVersion: CurlText | null;
  headers: CurlField[];
  directives: CurlField[];
  body: CurlBodyPart[];
  notes: CurlNote[];
  /** Behind the command in its text. */
  endOffset: number;
}

/** Reads the curl command at the start of a text. Never throws; linear time. */
export function readCurlRequest(text: string): CurlRequest {
  const command = readCurlCommand(text);
  const builder = new CurlRequestBuilder();
  for (const argument of command.arguments) if (!builder.take(argument)) break;
  if (command.rest !== null) builder.note('option', command.rest);
  if (command.openQuote !== null) {
    const offset = command.openQuote;
    builder.note('openQuote', { text: '', offset, endOffset: offset + 1 });
  }
  return { ...builder.finish(), endOffset: command.endOffset };
}
