import type { BodyLog } from './bodyLog.ts';
import type { Hop } from './hop.ts';
import { contentTypeOf, charsetOf } from './mediaType.ts';
import type { HeaderField } from '../wire/wireFacts.ts';
import type {
  BodyView,
  HopView,
  RequestHeadView,
  ResponseHeadView,
} from '../../protocol/hopView.ts';

/** What there is to show of a hop; `isBroken` says that its body broke off. */
export function hopView(hop: Hop, isBroken: boolean): HopView {
  return {
    url: hop.url,
    cause: hop.cause,
    lostBy: hop.lostBy,
    request: requestView(hop),
    informational: [...hop.informational],
    response: responseView(hop),
    trailers: [...hop.trailers],
    body: bodyView(hop, isBroken),
    connection: hop.connection,
    requestsBefore: hop.requestsBefore,
    dns: hop.dns,
    attempts: hop.attempts.map((attempt) => ({ ...attempt })),
    proxySteps: hop.proxy?.steps.map((step) => ({ ...step })) ?? [],
    phases: hop.phases.spans,
  };
}

function requestView({ request }: Hop): RequestHeadView | null {
  if (request === null) return null;
  const { event: _name, ...view } = request;
  return view;
}

function responseView({ response }: Hop): ResponseHeadView | null {
  if (response === null) return null;
  const { event: _name, ...view } = response;
  return view;
}

function bodyView({ body, response }: Hop, isBroken: boolean): BodyView | null {
  if (body === null) return null;
  const headers: readonly HeaderField[] = response?.headers ?? [];
  const contentType = contentTypeOf(headers);
  return {
    contentType,
    charset: charsetOf(contentType),
    encoding: body.encoding ?? 'identity',
    wireBytes: body.wireBytes,
    bytes: body.bytes,
    keptBytes: body.kept.lengthBytes,
    streamed: streamedAs(body, headers),
    complete: body.encoding !== null && !isBroken,
  };
}

/** A body whose length was not told and that came little by little is worth watching. */
function streamedAs(body: BodyLog, headers: readonly HeaderField[]): BodyView['streamed'] {
  if (body.lines !== null) return 'lines';
  const isLengthTold = headers.some(([name]) => name.toLowerCase() === 'content-length');
  return body.arrivals > 1 && !isLengthTold ? 'pieces' : null;
}
