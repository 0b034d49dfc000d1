import { dirname, isAbsolute, join, resolve } from 'node:path';
import type { ResponseTarget as SavedTo } from '../request-file/handlerNode.ts';
import { hasConversation } from '../request-file/methods.ts';
import { isInside } from '../variables/isInside.ts';
import type { Preparation } from './preparation.ts';
import { prepareFailure } from './prepareFailure.ts';
import type { ResponseTarget } from './preparedRequest.ts';

/** The files that `>> file` and `>>! file` name; a path is relative to the request file. */
export function prepareSaving(preparation: Preparation): { saveTo?: ResponseTarget[] } {
  const { handlers, request } = preparation.block;
  if (hasConversation(request.kind)) return {};
  const saveTo = handlers.flatMap((handler) =>
    handler.kind === 'saveResponse' ? [targetOf(preparation, handler)] : [],
  );
  return saveTo.length === 0 ? {} : { saveTo };
}

function targetOf(preparation: Preparation, { path: source, overwrite }: SavedTo): ResponseTarget {
  const { file, context } = preparation;
  const written = preparation.resolve(source);
  const folder = file.path === null ? (context.workspaceRoot ?? '') : dirname(resolve(file.path));
  if (!context.reader.isDisk) {
    const reason = 'responses are saved on disk, and this workspace is not on one.';
    throw prepareFailure('WB_RESPONSE_FILE', source.range, { path: written, reason });
  }
  const path = isAbsolute(written) ? resolve(written) : join(folder, written);
  const within = context.writesAnywhere ? null : [folder, context.workspaceRoot ?? folder];
  if (within !== null && !within.some((root) => isInside(path, root))) {
    const reason = 'it is outside the workspace and the folder of the request file.';
    throw prepareFailure('WB_RESPONSE_FILE', source.range, { path, reason });
  }
  return { path, overwrite, line: source.range.line, within };
}
