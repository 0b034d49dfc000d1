import type * as vscode from 'vscode';
import type { RequestBlockWithRequest } from '../../core/request-file/requestFile.ts';
import type { UnpreparedRequest } from '../../core/runner/preparedRequest.ts';
import { pathOf } from '../documents/requestDocuments.ts';

/** A request that Workspace Trust keeps from being sent; its variables are not even looked up. */
export function restricted(uri: vscode.Uri, block: RequestBlockWithRequest): UnpreparedRequest {
  const { name, request } = block;
  return {
    file: pathOf(uri),
    line: request.lineRange.line,
    name: name?.text ?? null,
    kind: request.kind === 'unsupported' || request.kind === 'run' ? 'http' : request.kind,
    method: request.method?.text ?? (request.kind === 'run' ? 'RUN' : 'GET'),
    url: request.url.text,
    failure: { code: 'WB_NOT_TRUSTED', phase: 'prepare', params: {} },
  };
}
