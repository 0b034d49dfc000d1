import { isUtf8 } from 'node:buffer';
import * as vscode from 'vscode';
import { certificatePath } from '../../core/wire/certificatePath.ts';
import type { OutgoingMessage } from '../../engine/engine.ts';
import type { ComposerFormat, ConsoleAction } from '../../protocol/console.ts';
import type { CertificateView } from '../../protocol/connectionView.ts';
import type { PayloadRef } from '../../protocol/rows.ts';
import type { BodyFiles } from '../bodies/bodyFiles.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import { authorityOf } from '../sending/authority.ts';
import type { Sender } from '../sending/sender.ts';
import type { Sessions } from '../sessions/sessions.ts';
import { trustCertificate } from '../settings.ts';
import { t } from '../translate.ts';
import { composerMessage } from './composerMessage.ts';

/** What the actions work on. */
export interface ActionParts {
  engine: EngineHost;
  sessions: Sessions;
  sender: Sender;
  bodies: BodyFiles;
}

type Action<N extends ConsoleAction['action']> = Extract<ConsoleAction, { action: N }>;
type Actions = {
  [N in ConsoleAction['action']]: (action: Action<N>) => Promise<unknown> | Thenable<unknown>;
};

const command = (name: string) => () => vscode.commands.executeCommand(`wirebook.${name}`);

/** Does what users ask for in the console; the commands of the palette do the same through it. */
export class ConsoleActions {
  readonly #parts: ActionParts;
  readonly #actions: Actions;

  constructor(parts: ActionParts) {
    this.#parts = parts;
    this.#actions = {
      cancel: ({ exchange }) => this.#engine().cancel(exchange),
      sendAgain: ({ exchange }) => parts.sender.sendAgain(exchange),
      close: ({ exchange, code, reason }) => this.#engine().close(exchange, code, reason),
      ping: ({ exchange, text }) => this.#engine().ping(exchange, Buffer.from(text)),
      openBody: ({ exchange, hop }) => this.#openBody(exchange, hop),
      openPayload: ({ ref }) => this.#openPayload(ref),
      saveBody: ({ exchange, hop }) => this.#saveBody(exchange, hop),
      copy: ({ text }) => vscode.env.clipboard.writeText(text),
      openSource: ({ exchange }) => parts.sender.openSource(exchange),
      openInEditor: command('openConsoleInEditor'),
      trustCertificate: ({ exchange }) => this.#trustCertificate(exchange),
      sendOnceInsecure: ({ exchange }) => parts.sender.sendAgain(exchange, { verifyTls: false }),
      repeat: ({ exchanges, httpVersion }) => parts.sender.repeat(exchanges, httpVersion),
      startDemo: command('startDemo'),
      newRequestFile: command('newRequestFile'),
      openExamples: command('openExamples'),
      showExchange: async ({ exchange }) => parts.sessions.show(exchange),
      showSecrets: async ({ show }) => parts.engine.setShowSecrets(show),
    };
  }

  /** Does one thing; fails with what kept it from being done. */
  async act(action: ConsoleAction): Promise<void> {
    const act = this.#actions[action.action] as (given: ConsoleAction) => Promise<unknown>;
    await act(action);
  }

  /** Sends what was typed; false when the user was asked for a file and chose none. */
  async send(exchange: number, format: ComposerFormat, text: string): Promise<{ sent: boolean }> {
    const message = format === 'file' ? await messageOfFile(text) : composerMessage(format, text);
    if (message !== null) {
      await this.#engine().sendMessage(exchange, message);
    }
    return { sent: message !== null };
  }

  #engine() {
    return this.#parts.engine.start();
  }

  async #openBody(exchange: number, hop: number): Promise<void> {
    const { title, contentType } = await this.#bodyOf(exchange, hop);
    await this.#parts.bodies.open({ exchange, of: 'response', hop }, title, contentType);
  }

  async #saveBody(exchange: number, hop: number): Promise<void> {
    const { title, contentType } = await this.#bodyOf(exchange, hop);
    await this.#parts.bodies.save({ exchange, of: 'response', hop }, title, contentType);
  }

  async #openPayload(ref: PayloadRef): Promise<void> {
    const title = ref.of === 'row' ? `${ref.source} ${ref.row}` : ref.of;
    await this.#parts.bodies.open(ref, title, await this.#payloadType(ref));
  }

  /** A message that is JSON opens as JSON. */
  async #payloadType(ref: PayloadRef): Promise<string> {
    const { bytes } = await this.#engine().payload(ref, 0, 100_000);
    if (!isUtf8(bytes)) {
      return 'application/octet-stream';
    }
    return /^\s*[[{]/.test(Buffer.from(bytes).toString()) ? 'application/json' : 'text/plain';
  }

  async #bodyOf(exchange: number, hop: number) {
    const view = await this.#engine().exchange(exchange);
    const { url = '', body = null } = view?.hops[hop] ?? {};
    if (body === null) {
      throw new Error(t('This exchange has no body.'));
    }
    const title = view?.name ?? lastSegment(url);
    return { title, contentType: body.contentType };
  }

  /** Accepts the certificate that was refused, for its host and port, after the user has seen its fingerprint. */
  async #trustCertificate(exchange: number): Promise<void> {
    const view = await this.#engine().exchange(exchange);
    const { params = {} } = view?.failure ?? {};
    const { tls, proxyTls } = view?.connection ?? {};
    const chain = [tls, proxyTls].find((each) => each?.authorized === false)?.chain ?? [];
    const [leaf] = chain;
    if (view === null || leaf === undefined) {
      throw new Error(t('The server presented no certificate.'));
    }
    // The one refused may be the proxy's.
    const { host, port } = params;
    const authority =
      host && port ? `${host}:${port}` : authorityOf(view.hops.at(-1)?.url ?? view.url);
    const trust = t('Trust and Send Again');
    const trustIssuer = t('Trust Its Authority and Send Again');
    const issuer = issuerToTrust(view.failure?.code, chain);
    const answer = await vscode.window.showWarningMessage(
      t('Trust this certificate for {0}?', authority),
      { modal: true, detail: `${leaf.subject}\n\nSHA-256\n${leaf.sha256}` },
      ...(issuer === null ? [trust] : [trust, trustIssuer]),
    );
    if (answer !== undefined) {
      const byIssuer = answer === trustIssuer ? issuer : null;
      await trustCertificate(authority, byIssuer ?? leaf.sha256);
      await this.#parts.sender.sendAgain(exchange);
    }
  }
}

/** The authority that signed what was refused, as far as the server sent it: its PEM. */
function issuerToTrust(code: string | undefined, chain: CertificateView[]): string | null {
  const path = certificatePath(chain);
  const top = path.at(-1);
  const isAuthority = path.length > 1 && top?.isAuthority === true;
  return code === 'WB_TLS_UNKNOWN_AUTHORITY' && isAuthority ? (top.pem ?? null) : null;
}

function lastSegment(url: string): string {
  return /([^/?#]*)(?:[?#].*)?$/.exec(url)?.[1] || 'body';
}

/** A file that is valid UTF-8 goes as text, any other as binary. */
async function messageOfFile(path: string): Promise<OutgoingMessage | null> {
  const file = path === '' ? await askForFile() : vscode.Uri.file(path);
  if (file === undefined) {
    return null;
  }
  const bytes = await vscode.workspace.fs.readFile(file);
  return isUtf8(bytes)
    ? { type: 'text', text: Buffer.from(bytes).toString() }
    : { type: 'binary', bytes };
}

async function askForFile(): Promise<vscode.Uri | undefined> {
  const title = t('Send File as Message');
  const chosen = await vscode.window.showOpenDialog({ title, openLabel: t('Send') });
  return chosen?.[0];
}
