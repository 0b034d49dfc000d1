import { maskText } from '../recording/maskText.ts';
import { Masker } from '../recording/masker.ts';
import type { CopiedRequest } from './copiedRequest.ts';

/** The request with its secrets masked as the recording shows them, and whether there were any. */
export function maskedRequest(
  request: CopiedRequest,
  secrets: readonly string[],
): { request: CopiedRequest; hasSecrets: boolean } {
  const masker = new Masker(secrets);
  masker.learn(request.headers);
  const masked: CopiedRequest = {
    ...request,
    // A mask within a URL is not encoded: the text is for reading.
    url: masker.text(request.url),
    headers: masker.headers(request.headers),
    body: request.body.map((part) => ('bytes' in part ? maskedBytes(masker, part) : part)),
    messages: request.messages.map((message) =>
      'bytes' in message ? maskedBytes(masker, message) : { text: masker.text(message.text) },
    ),
  };
  const texts = [masked.url, ...masked.headers.map(([, value]) => value), ...textsOf(masked)];
  return { request: masked, hasSecrets: texts.some((text) => text.includes(maskText)) };
}

/** Text stays text; in other bytes secrets are overwritten. */
function maskedBytes(masker: Masker, { bytes }: { bytes: Uint8Array }): { bytes: Uint8Array } {
  const buffer = Buffer.from(bytes);
  const text = buffer.toString();
  const isText = Buffer.from(text).equals(buffer);
  return { bytes: isText ? Buffer.from(masker.text(text)) : masker.bytes(buffer) };
}

function textsOf({ body, messages }: CopiedRequest): string[] {
  return [...body, ...messages].flatMap((part) => {
    if ('text' in part) return [part.text];
    return 'bytes' in part ? [Buffer.from(part.bytes).toString()] : [];
  });
}
