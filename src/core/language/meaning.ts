import type { BodySegment, RequestBlock, RequestFile } from '../request-file/requestFile.ts';

/** What a file says apart from its layout: equal for two files that send the same. */
export function meaningOf(file: RequestFile): string {
  return JSON.stringify(file.blocks.map(blockMeaning));
}

function blockMeaning({ title, name, directives, variables, request, handlers }: RequestBlock) {
  return {
    title: title?.text,
    name: name?.text,
    directives: directives.map((directive) => [directive.name, directive.value?.text]),
    variables: variables.map(({ name: { text }, cooked, lazy }) => [text, cooked, lazy]),
    handlers: handlers.map(({ kind }) => kind),
    request: request && {
      kind: request.kind,
      method: request.method?.text.toUpperCase(),
      url: request.url.text,
      httpVersion: request.httpVersion?.text,
      headers: request.headers.map((header) => [header.name.text, header.value.text]),
      body: [request.body.kind, ...request.body.segments.map(segmentMeaning)],
      messages: request.messages.map(({ step, argument, segments }) => [
        step,
        argument.text,
        ...segments.map(segmentMeaning),
      ]),
    },
  };
}

function segmentMeaning(segment: BodySegment): unknown {
  if (segment.kind === 'text') return segment.text;
  return [segment.path.text, segment.resolved, segment.encoding];
}
