import * as vscode from 'vscode';
import type { OAuthWorld } from '../../core/auth/oauth/oauthClient.ts';
import type {
  PreparedRequest,
  RequestOptions,
  UnpreparedRequest,
} from '../../core/runner/preparedRequest.ts';
import { WireError } from '../../core/errors/wireError.ts';
import { isPrepared } from '../../core/runner/preparedRequest.ts';
import type { RequestedHttpVersion } from '../../core/runner/preparedRequest.ts';
import { sendingsOf } from '../../core/request-file/runRules.ts';
import type { Handover } from '../../core/variables/need.ts';
import type { NamedRequest } from '../../core/variables/scope.ts';
import type { Engine } from '../../engine/engine.ts';
import type { EngineOutside, Sent } from '../../engine/engineOutside.ts';
import { noGlobals } from '../../core/scripts/script.ts';
import type { ScriptPort } from '../../core/scripts/scriptPort.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { pathOf } from '../documents/requestDocuments.ts';
import type { PlacedRequest, RequestDocuments } from '../documents/requestDocuments.ts';
import { fileUri } from '../documents/workspaceFiles.ts';
import type { EnvironmentChoice } from '../environments/environments.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { Anchor } from '../sessions/anchors.ts';
import { keyLogFileNow } from '../settings.ts';
import { t } from '../translate.ts';
import { ExchangeStarter } from './exchangeStarter.ts';
import type { Ready, StarterParts } from './exchangeStarter.ts';
import { restricted } from './restricted.ts';

/** What one sending changes about a request. */
export type OptionChanges = Pick<Partial<RequestOptions>, 'verifyTls'>;

/** What sending needs. */
export interface SenderParts extends StarterParts {
  documents: RequestDocuments;
  environments: EnvironmentChoice;
  secrets: SecretStore;
  oauth: OAuthWorld;
}

/** A request of a document, and how it is sent this time. */
interface Target extends PlacedRequest {
  document: vscode.TextDocument;
  environment: string | null;
  changes?: OptionChanges;
  /** Number of the sending in a loop, from 0. */
  index?: number;
  /** What another request gives to it. */
  handover?: Handover;
}

const nothingGiven: Handover = { variables: new Map(), secrets: [] };

/** Sends the requests of documents. What cannot be sent becomes a failed exchange, so that it is seen where the others are. */
export class Sender {
  readonly #parts: SenderParts;
  readonly #starter: ExchangeStarter;
  /** Made when the first request is prepared. */
  #outside: EngineOutside | null = null;
  #repetitions = 0;
  /** Places of requests that others needed since all were sent: they are not sent a second time. */
  readonly #needed = new Set<string>();

  constructor(parts: SenderParts) {
    this.#parts = parts;
    this.#starter = new ExchangeStarter(parts, ({ named, environment }, exchange) => {
      this.#outside?.remember(named, environment, Promise.resolve(exchange));
    });
    // A new engine counts its exchanges from the start.
    parts.engine.onDidCrash(() => {
      this.#starter.clear();
      this.#outside?.forgetExchanges();
    });
  }

  /** Sends the request that holds a line (from 0); resolves with its exchange, or null where it was not sent. */
  async sendAt({ uri, line }: Anchor, changes: OptionChanges = {}): Promise<number | null> {
    const document = await vscode.workspace.openTextDocument(uri);
    const target = this.#targetAt(document, line, changes);
    return target === null ? null : this.#sendTarget(target);
  }

  /** Sends all requests of a document, each when the answer to the one before it is there. */
  async sendAll(document: vscode.TextDocument): Promise<number[]> {
    const exchanges: number[] = [];
    this.#needed.clear();
    for (const target of this.#targets(document)) {
      const engine = this.#parts.engine.start();
      const exchange = this.#needed.has(placeOf(target)) ? null : await this.#sendTarget(target);
      if (exchange !== null) {
        exchanges.push(exchange);
        await this.#answered(exchange, target, engine);
      }
    }
    return exchanges;
  }

  /** Sends all requests of a document at once: what can wait is prepared before the first of them starts. */
  async sendAllInParallel(document: vscode.TextDocument): Promise<number[]> {
    const ready: Ready[] = [];
    for (const target of this.#targets(document)) {
      const next = await this.#prepareTarget(target);
      if (next !== null) {
        ready.push(next);
      }
    }
    return this.#starter.startAll(ready);
  }

  /** Sends exchanges again at once, as they were sent then but over this version of HTTP; a run of their own. */
  repeat(of: readonly number[], httpVersion: RequestedHttpVersion): Promise<number[]> {
    const repetition = { of, number: (this.#repetitions += 1) };
    const ready = of.flatMap((exchange): Ready[] => {
      const prepared = this.#starter.preparedOf(exchange);
      const anchor = this.#parts.anchors.get(exchange) ?? null;
      if (prepared === undefined) {
        return [];
      }
      // Whoever has stopped the key log since does not want it again.
      const wanted = keyLogFileNow();
      const keyLogFile = prepared.options.keyLogFile === wanted ? wanted : null;
      const options = { ...prepared.options, httpVersion, keyLogFile };
      return [{ request: { ...prepared, options, repetition }, anchor, origin: null }];
    });
    return this.#starter.startAll(ready);
  }

  /** Sends the request of an exchange as it stands in its file now, else as it was sent then. */
  async sendAgain(exchange: number, changes: OptionChanges = {}): Promise<number | null> {
    const anchor = this.#parts.anchors.get(exchange);
    if (anchor !== undefined) {
      return this.sendAt(anchor, changes);
    }
    const prepared = this.#starter.preparedOf(exchange);
    if (prepared === undefined) {
      throw new Error(t('The request is no longer in its file.'));
    }
    const options = { ...prepared.options, ...changes };
    return this.#starter.startOne({
      request: { ...prepared, options },
      anchor: null,
      origin: null,
    });
  }

  /** The request that holds a line, as it would be sent now; `null` where there is none. Throws what keeps it from being sent. */
  async preparedAt({ uri, line }: Anchor): Promise<PreparedRequest | null> {
    const document = await vscode.workspace.openTextDocument(uri);
    const target = this.#targetAt(document, line);
    if (target === null) {
      return null;
    }
    const prepared = await this.#prepare(target, false);
    if (prepared !== null && !isPrepared(prepared)) {
      const { code, phase, params } = prepared.failure;
      throw new WireError(code, phase, { params });
    }
    return prepared;
  }

  /** The request of an exchange as it was sent; `undefined` where it was not. */
  preparedOf(exchange: number): PreparedRequest | undefined {
    return this.#starter.preparedOf(exchange);
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
    this.#starter.forget(exchanges);
  }

  #targetAt(document: vscode.TextDocument, line: number, changes?: OptionChanges): Target | null {
    const placed = this.#parts.documents.requestAt(document, line);
    if (placed === undefined) {
      return null;
    }
    const environment = this.#parts.environments.current(document.uri);
    return { document, environment, ...placed, ...(changes === undefined ? {} : { changes }) };
  }

  /** The requests that are sent when all are. */
  #targets(document: vscode.TextDocument): Target[] {
    const environment = this.#parts.environments.current(document.uri);
    return this.#parts.documents
      .requestsToSend(document)
      .map((placed) => ({ document, environment, ...placed }));
  }

  /** Sends a request as often as its `# @loop` says, while all goes well; resolves with the last exchange. */
  async #sendTarget(target: Target): Promise<number | null> {
    let sendings = sendingsOf(target.block);
    const engine = this.#parts.engine.start();
    let exchange: number | null = null;
    for (let index = 0; index < sendings; index += 1) {
      if (exchange !== null && !(await wentWell(exchange, engine))) {
        break;
      }
      const ready = await this.#prepareTarget({ ...target, index });
      if (ready === null) {
        break;
      }
      sendings = Math.max(sendings, collected(ready));
      exchange = await this.#starter.startOne(ready);
    }
    return exchange;
  }

  /** Null where the user was asked and declined, or a block has run others and has nothing to send. */
  async #prepareTarget(target: Target): Promise<Ready | null> {
    const { document, file, block, environment } = target;
    const { uri } = document;
    const anchor = { uri, line: block.request.lineRange.line - 1 };
    if (!vscode.workspace.isTrusted) {
      return { request: restricted(uri, block), anchor, origin: null };
    }
    const request = await this.#prepare(target);
    return request === null
      ? null
      : { request, anchor, origin: { named: { file, block }, environment } };
  }

  /** What is not to be sent asks nothing and runs no scripts. */
  async #prepare(
    target: Target,
    toSend = true,
  ): Promise<PreparedRequest | UnpreparedRequest | null> {
    const { document, file, block, environment, changes = {}, index = 0 } = target;
    const { handover = nothingGiven } = target;
    const { uri } = document;
    const scripts = toSend ? scriptsOf(this.#parts.engine) : null;
    const { prepare, prepareToSend, outsideOf } = await import('./preparation.ts');
    this.#outside ??= outsideOf(this.#parts.engine, this.#parts.secrets);
    const outside = this.#outside.in(environment, (needed, given) =>
      this.#sendNeeded(needed, target, given),
    );
    const sending = { uri, file, block, environment, outside, changes, index, handover, scripts };
    return (toSend ? prepareToSend : prepare)(sending, this.#parts.oauth);
  }

  /** Sends a request that another one refers to, of the same file or of one that it imports. */
  async #sendNeeded(
    { file, block }: NamedRequest,
    by: Target,
    handover = nothingGiven,
  ): Promise<Sent> {
    const base = by.document.uri;
    const uri = fileUri(base, file.path ?? pathOf(base));
    const document = await vscode.workspace.openTextDocument(uri);
    const target = this.#targetAt(document, block.request.lineRange.line - 1);
    if (target === null) {
      return null;
    }
    this.#needed.add(placeOf(target));
    const exchange = await this.#sendTarget({ ...target, environment: by.environment, handover });
    return exchange ?? (block.request.kind === 'run' ? 'done' : null);
  }

  /** A conversation or a stream may never end; the next request does not wait for it. Rejects when the engine has crashed. */
  async #answered(exchange: number, { block }: Target, engine: Engine): Promise<void> {
    const { kind } = block.request;
    if (kind === 'http' || kind === 'graphql') {
      await engine.finished(exchange);
    } else if (engine !== this.#parts.engine.running) {
      throw new WireError('WB_ENGINE_CRASHED', 'script');
    }
  }
}

/** Whether a loop may go on, once the exchange is over. */
async function wentWell(exchange: number, engine: Engine): Promise<boolean> {
  const { state } = await engine.finished(exchange);
  return state !== 'failed' && state !== 'cancelled';
}

/** How often a request is sent because of the collections that its scripts have set. */
function collected({ request }: Ready): number {
  return isPrepared(request) ? (request.sendings ?? 1) : 1;
}

function placeOf({ document, block }: Target): string {
  return `${document.uri.toString()}:${block.request.lineRange.line}`;
}

/** Scripts run where requests are sent; asking what they keep starts nothing. */
function scriptsOf(engine: EngineHost): ScriptPort {
  return {
    runScript: (run) => engine.start().runScript(run),
    scriptGlobals: async () => (await engine.running?.scriptGlobals()) ?? noGlobals,
  };
}
