import { homedir } from 'node:os';
import { resolve } from 'node:path';
import * as vscode from 'vscode';
import type { OAuthWorld } from '../../core/auth/oauth/oauthClient.ts';
import type { CertificatesByHost } from '../../core/runner/prepareCertificate.ts';
import { defaultRequestOptions } from '../../core/runner/prepareContext.ts';
import type { PrepareContext } from '../../core/runner/prepareContext.ts';
import { prepareRequest } from '../../core/runner/prepare.ts';
import { isPrepared } from '../../core/runner/preparedRequest.ts';
import type {
  PreparedRequest,
  RequestOptions,
  UnpreparedRequest,
} from '../../core/runner/preparedRequest.ts';
import type { RequestBlockWithRequest, RequestFile } from '../../core/request-file/requestFile.ts';
import type { ScriptPort } from '../../core/scripts/scriptPort.ts';
import { systemSources } from '../../core/variables/dynamicVariables.ts';
import { loadEnvironments } from '../../core/variables/environmentFiles.ts';
import { nobody, type Handover, type Outside } from '../../core/variables/need.ts';
import { EngineOutside } from '../../engine/engineOutside.ts';
import { pathOf } from '../documents/requestDocuments.ts';
import { rootOf, WorkspaceFiles } from '../documents/workspaceFiles.ts';
import type { EngineHost } from '../engine/engineHost.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import {
  certificateSettings,
  proxySettings,
  requestSettings,
  settingsEnvironments,
  variableOrder,
} from '../settings.ts';
import { confirmNote, waitBefore } from './beforeSending.ts';
import { withKeyLogWarning } from './keyLogWarning.ts';
import { withTrustedCertificates } from './trustedCertificates.ts';
import { windowAsker } from './windowAsker.ts';

/** A request of a document, and how this sending of it is to be. */
export interface Sending {
  uri: vscode.Uri;
  file: RequestFile;
  block: RequestBlockWithRequest;
  environment: string | null;
  outside: Outside;
  /** Number of the sending in a loop, from 0. */
  index: number;
  /** What another request gives to it. */
  handover: Handover;
  changes: Partial<RequestOptions>;
  /** `null` runs none. */
  scripts: ScriptPort | null;
}

/** Resolves all variables and reads all settings, or says why the request cannot be sent. */
export async function prepare(
  sending: Sending,
  oauth: OAuthWorld,
): Promise<PreparedRequest | UnpreparedRequest | null> {
  const settings = requestSettings(sending.uri);
  const context = await contextFor(sending.uri, sending.environment);
  const { scripts, handover } = sending;
  // Not needed to activate, so it is a bundle of its own.
  const prepared = await prepareRequest(sending.file, sending.block, {
    ...context,
    outside: sending.outside,
    overrides: new Map([...handover.variables, ['$index', String(sending.index)]]),
    secrets: handover.secrets,
    scripts,
    oauth,
  });
  if (!isPrepared(prepared)) {
    return prepared;
  }
  const trusted = withTrustedCertificates(prepared, settings.trusted);
  return { ...trusted, options: { ...trusted.options, ...sending.changes } };
}

/** The same for a request that is about to be sent; `null` also where the user was asked and declined. */
export async function prepareToSend(
  sending: Sending,
  oauth: OAuthWorld,
): Promise<PreparedRequest | UnpreparedRequest | null> {
  if (!(await confirmNote(sending.block))) {
    return null;
  }
  const request = await prepare(sending, oauth);
  if (!isPrepared(request)) {
    return request;
  }
  return (await waitBefore(request)) ? withKeyLogWarning(request) : null;
}

/** What fetches the values that requests need: it asks in the window, and remembers for as long as that is open. */
export function outsideOf(engine: EngineHost, secrets: SecretStore): EngineOutside {
  return new EngineOutside({ engine: () => engine.start(), asker: windowAsker(secrets) });
}

/** The names of the environments that a document can be sent with. */
export async function environmentNames(uri: vscode.Uri): Promise<readonly string[]> {
  const { names } = await environmentsOf(uri, null);
  return names;
}

/** What preparing or checking a request file needs to know of the workspace, the settings and the environment. */
export async function contextFor(
  uri: vscode.Uri,
  environment: string | null,
): Promise<PrepareContext> {
  const { trusted: _byHost, caFiles, ...settings } = requestSettings(uri);
  return {
    reader: new WorkspaceFiles(uri),
    workspaceRoot: rootOf(uri),
    environments: await environmentsOf(uri, environment),
    environment,
    overrides: new Map(),
    order: variableOrder(uri),
    certificates: certificatesOf(uri),
    outside: nobody,
    scripts: null,
    writesAnywhere: vscode.workspace.isTrusted,
    options: {
      ...defaultRequestOptions,
      ...settings,
      proxy: proxySettings(uri),
      caFiles: caFiles.map((path) => absolutePath(path, rootOf(uri))),
    },
    // A trusted workspace may ask for a variable of the process by name.
    sources: {
      ...systemSources,
      processEnv: (name) => (vscode.workspace.isTrusted ? process.env[name] : undefined),
    },
  };
}

function environmentsOf(uri: vscode.Uri, environment: string | null) {
  const settings = settingsEnvironments(uri);
  const choices = { environment, settings };
  return loadEnvironments(new WorkspaceFiles(uri), pathOf(uri), rootOf(uri), choices);
}

function certificatesOf(uri: vscode.Uri): CertificatesByHost {
  const absolute = (path: string): string => absolutePath(path, rootOf(uri));
  return Object.fromEntries(
    Object.entries(certificateSettings(uri)).map(([host, { cert, key, pfx, ...rest }]) => [
      host,
      {
        ...rest,
        ...(cert && { cert: absolute(cert) }),
        ...(key && { key: absolute(key) }),
        ...(pfx && { pfx: absolute(pfx) }),
      },
    ]),
  );
}

/** A path in a setting is relative to the workspace folder; `~/` is the user's own folder. */
function absolutePath(path: string, root: string | null): string {
  return resolve(root ?? homedir(), path.replace(/^~(?=[/\\])/, homedir()));
}
