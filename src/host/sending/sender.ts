import * as vscode from 'vscode';
import { findRequest, requestsOf } from '../../core/request-file/requestFile.ts';
import type { RequestBlockWithRequest } from '../../core/request-file/requestFile.ts';
import type {
  PreparedRequest,
  RequestOptions,
  UnpreparedRequest,
} from '../../core/runner/preparedRequest.ts';
import { isPrepared } from '../../core/runner/preparedRequest.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { pathOf } from '../documents/requestDocuments.ts';
import type { RequestDocuments } from '../documents/requestDocuments.ts';
import type { EnvironmentChoice } from '../environments/environments.ts';
import type { Anchor, Anchors } from '../sessions/anchors.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { t } from '../translate.ts';

/** What one sending changes about a request. */
export type OptionChanges = Pick<Partial<RequestOptions>, 'verifyTls'>;

/** What sending needs. */
export interface SenderParts {
  engine: EngineHost;
  documents: RequestDocuments;
  environments: EnvironmentChoice;
  anchors: Anchors;
  sessions: Sessions;
  /** Called when an exchange has started. */
  onStarted: () => Promise<void>;
}

/** Sends the requests of documents. What cannot be sent becomes a failed exchange, so that it is seen where the others are. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #prepared = new Map<number, PreparedRequest>();

  constructor(parts: SenderParts) {
    this.#parts = parts;
  }

  /** Sends the request that holds a line (from 0); resolves with its exchange, or null where it was not sent. */
  async sendAt({ uri, line }: Anchor, changes: OptionChanges = {}): Promise<number | null> {
    const document = await vscode.workspace.openTextDocument(uri);
    const block = findRequest(this.#parts.documents.tree(document), { line: line + 1 });
    return block === undefined ? null : this.#sendBlock(document, block, changes);
  }

  /** Sends all requests of a document one after the other, without waiting for their answers. */
  async sendAll(document: vscode.TextDocument): Promise<number[]> {
    const exchanges: number[] = [];
    for (const block of requestsOf(this.#parts.documents.tree(document))) {
      const exchange = await this.#sendBlock(document, block, {});
      if (exchange !== null) {
        exchanges.push(exchange);
      }
    }
    return exchanges;
  }

  /** Sends the request of an exchange as it stands in its file now, else as it was sent then. */
  async sendAgain(exchange: number, changes: OptionChanges = {}): Promise<number | null> {
    const anchor = this.#parts.anchors.get(exchange);
    if (anchor !== undefined) {
      return this.sendAt(anchor, changes);
    }
    const prepared = this.#prepared.get(exchange);
    if (prepared === undefined) {
      throw new Error(t('The request is no longer in its file.'));
    }
    const options = { ...prepared.options, ...changes };
    return this.#start({ ...prepared, options }, null);
  }

  /** Shows the request line of an exchange in an editor. */
  async openSource(exchange: number): Promise<void> {
    const anchor = this.#parts.anchors.get(exchange);
    if (anchor === undefined) {
      throw new Error(t('The request is no longer in its file.'));
    }
    const selection = new vscode.Range(anchor.line, 0, anchor.line, 0);
    await vscode.window.showTextDocument(anchor.uri, { selection });
  }

  forget(exchanges: number[]): void {
    exchanges.forEach((exchange) => this.#prepared.delete(exchange));
  }

  async #sendBlock(
    document: vscode.TextDocument,
    block: RequestBlockWithRequest,
    changes: OptionChanges,
  ): Promise<number | null> {
    const anchor = { uri: document.uri, line: block.request.lineRange.line - 1 };
    if (!vscode.workspace.isTrusted) {
      return this.#fail(restricted(document.uri, block), anchor);
    }
    if (!(await confirmNote(block))) {
      return null;
    }
    const { documents, environments } = this.#parts;
    const environment = environments.current(document.uri);
    const file = documents.tree(document);
    const { prepare } = await import('./preparation.ts');
    const prepared = await prepare({ uri: document.uri, file, block, environment, changes });
    return isPrepared(prepared) ? this.#start(prepared, anchor) : this.#fail(prepared, anchor);
  }

  async #start(prepared: PreparedRequest, anchor: Anchor | null): Promise<number> {
    const exchange = await this.#parts.engine.start().start(prepared);
    this.#prepared.set(exchange, prepared);
    await this.#adopt(exchange, anchor);
    return exchange;
  }

  async #fail(request: UnpreparedRequest, anchor: Anchor): Promise<number> {
    const exchange = await this.#parts.engine.start().fail(request);
    await this.#adopt(exchange, anchor);
    return exchange;
  }

  async #adopt(exchange: number, anchor: Anchor | null): Promise<void> {
    const { anchors, sessions, onStarted } = this.#parts;
    if (anchor !== null) {
      anchors.set(exchange, anchor);
    }
    await sessions.adopt(exchange);
    sessions.show(exchange);
    await onStarted();
  }
}

/** A request that Workspace Trust keeps from being sent; its variables are not even looked up. */
function restricted(uri: vscode.Uri, block: RequestBlockWithRequest): UnpreparedRequest {
  const { name, request } = block;
  return {
    file: pathOf(uri),
    line: request.lineRange.line,
    name: name?.text ?? null,
    kind: request.kind === 'unsupported' ? 'http' : request.kind,
    method: request.method?.text ?? 'GET',
    url: request.url.text,
    failure: { code: 'WB_NOT_TRUSTED', phase: 'prepare', params: {} },
  };
}

/** `# @note` asks before sending; its text is the question. */
async function confirmNote({ directives }: RequestBlockWithRequest): Promise<boolean> {
  const note = directives.find(({ name }) => name === 'note');
  if (note === undefined) {
    return true;
  }
  const send = t('Send');
  const question = note.value?.text || t('Send this request?');
  const answer = await vscode.window.showWarningMessage(question, { modal: true }, send);
  return answer === send;
}
