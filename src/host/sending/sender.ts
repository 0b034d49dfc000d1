import * as vscode from 'vscode';
import type { OAuthWorld } from '../../core/auth/oauth/oauthClient.ts';
import type { RequestBlockWithRequest } from '../../core/request-file/requestFile.ts';
import type {
  PreparedRequest,
  RequestOptions,
  UnpreparedRequest,
} from '../../core/runner/preparedRequest.ts';
import { WireError } from '../../core/errors/wireError.ts';
import { isPrepared } from '../../core/runner/preparedRequest.ts';
import type { ScriptPort } from '../../core/scripts/scriptPort.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { pathOf } from '../documents/requestDocuments.ts';
import type { PlacedRequest, RequestDocuments } from '../documents/requestDocuments.ts';
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
  oauth: OAuthWorld;
  /** Called when one exchange has started, or several at once. */
  onStarted: (what: 'one' | 'many') => Promise<void>;
}

/** A request that is ready to be started, and where it stands. */
interface Ready {
  request: PreparedRequest | UnpreparedRequest;
  anchor: Anchor | null;
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
    const placed = this.#parts.documents.requestAt(document, line);
    return placed === undefined ? null : this.#send(document, placed, changes);
  }

  /** Sends all requests of a document, each when the answer to the one before it is there. */
  async sendAll(document: vscode.TextDocument): Promise<number[]> {
    const exchanges: number[] = [];
    for (const placed of sendable(this.#parts.documents.requests(document))) {
      const exchange = await this.#send(document, placed, {});
      if (exchange !== null) {
        exchanges.push(exchange);
        await this.#answered(exchange);
      }
    }
    return exchanges;
  }

  /** Sends all requests of a document at once: what can wait is prepared before the first of them starts. */
  async sendAllInParallel(document: vscode.TextDocument): Promise<number[]> {
    const ready: Ready[] = [];
    for (const placed of sendable(this.#parts.documents.requests(document))) {
      const next = await this.#prepareOne(document, placed, {});
      if (next !== null) {
        ready.push(next);
      }
    }
    const exchanges = await Promise.all(ready.map((each) => this.#start(each)));
    if (exchanges.length > 0) {
      await this.#parts.onStarted('many');
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
    return this.#startOne({ request: { ...prepared, options }, anchor: null });
  }

  /** The request that holds a line, as it would be sent now; `null` where there is none. Throws what keeps it from being sent. */
  async preparedAt({ uri, line }: Anchor): Promise<PreparedRequest | null> {
    const document = await vscode.workspace.openTextDocument(uri);
    const { documents, environments } = this.#parts;
    const placed = documents.requestAt(document, line);
    if (placed === undefined) {
      return null;
    }
    const environment = environments.current(uri);
    const { prepare } = await import('./preparation.ts');
    const sending = { uri, ...placed, environment, changes: {}, scripts: null };
    const prepared = await prepare(sending, this.#parts.oauth);
    if (!isPrepared(prepared)) {
      const { code, phase, params } = prepared.failure;
      throw new WireError(code, phase, { params });
    }
    return prepared;
  }

  /** The request of an exchange as it was sent; `undefined` where it was not. */
  preparedOf(exchange: number): PreparedRequest | undefined {
    return this.#prepared.get(exchange);
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

  async #send(
    document: vscode.TextDocument,
    placed: PlacedRequest,
    changes: OptionChanges,
  ): Promise<number | null> {
    const ready = await this.#prepareOne(document, placed, changes);
    return ready === null ? null : this.#startOne(ready);
  }

  /** Null where the user was asked and declined. */
  async #prepareOne(
    document: vscode.TextDocument,
    { file, block }: PlacedRequest,
    changes: OptionChanges,
  ): Promise<Ready | null> {
    const { uri } = document;
    const anchor = { uri, line: block.request.lineRange.line - 1 };
    if (!vscode.workspace.isTrusted) {
      return { request: restricted(uri, block), anchor };
    }
    if (!(await confirmNote(block))) {
      return null;
    }
    const { environments, engine } = this.#parts;
    const environment = environments.current(uri);
    const { prepare } = await import('./preparation.ts');
    const scripts = scriptsOf(engine);
    const sending = { uri, file, block, environment, changes, scripts };
    return { request: await prepare(sending, this.#parts.oauth), anchor };
  }

  async #startOne(ready: Ready): Promise<number> {
    const exchange = await this.#start(ready);
    await this.#parts.onStarted('one');
    return exchange;
  }

  async #start({ request, anchor }: Ready): Promise<number> {
    const { engine, anchors, sessions } = this.#parts;
    const exchange = isPrepared(request)
      ? await engine.start().start(request)
      : await engine.start().fail(request);
    if (isPrepared(request)) {
      this.#prepared.set(exchange, request);
    }
    if (anchor !== null) {
      anchors.set(exchange, anchor);
    }
    await sessions.adopt(exchange);
    sessions.show(exchange);
    return exchange;
  }

  /** A conversation or a stream may never end; the next request does not wait for it. */
  async #answered(exchange: number): Promise<void> {
    const kind = this.#parts.sessions.get(exchange)?.kind;
    if (kind === 'http' || kind === 'graphql') {
      await this.#parts.engine.running?.finished(exchange);
    }
  }
}

function sendable(requests: readonly PlacedRequest[]): PlacedRequest[] {
  return requests.filter(({ block }) => block.request.kind !== 'unsupported');
}

/** Scripts run where requests are sent; asking what they keep starts nothing. */
function scriptsOf(engine: EngineHost): ScriptPort {
  return {
    runScript: (run) => engine.start().runScript(run),
    scriptGlobals: async () => (await engine.running?.scriptGlobals()) ?? {},
  };
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
