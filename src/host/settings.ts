import * as vscode from 'vscode';
import { parseTlsVersion } from '../core/request-file/tlsVersion.ts';
import type { TlsVersion } from '../core/request-file/tlsVersion.ts';
import {
  readSettingsEnvironments,
  type SettingsEnvironments,
} from '../core/variables/settingsEnvironments.ts';
import type { VariableOrder } from '../core/variables/scope.ts';
import type { CertificatesByHost } from '../core/runner/prepareCertificate.ts';
import type { ConnectionProfile } from '../core/runner/preparedRequest.ts';
import { proxyOfEnvironment } from '../core/wire/proxy/proxySettings.ts';
import type { ProxySettings } from '../core/wire/proxy/proxySettings.ts';
import type { RecordingSettings } from '../core/recording/recording.ts';

const bytesPerMegabyte = 1_000_000;
const msPerSecond = 1000;

/** Certificates to accept by `host:port`: SHA-256 fingerprints or PEM. */
export type TrustedCertificates = Record<string, string[]>;

/** The settings that a request is prepared with, as they hold for its file. */
export interface RequestSettings {
  timeoutMs: number | null;
  connectionTimeoutMs: number;
  profile: ConnectionProfile;
  bodyLimitBytes: number;
  maxPayloadBytes: number;
  trusted: TrustedCertificates;
  /** Files with authorities to trust, as written. */
  caFiles: string[];
  tlsMinVersion: TlsVersion | null;
  tlsMaxVersion: TlsVersion | null;
  /** Absolute path; of the user alone, never of a workspace. */
  keyLogFile: string | null;
}

const section = (scope?: vscode.Uri) => vscode.workspace.getConfiguration('wirebook', scope);

/** Reads the request settings for a file. */
export function requestSettings(scope: vscode.Uri): RequestSettings {
  const settings = section(scope);
  const timeoutSeconds = settings.get('timeout', 0);
  return {
    timeoutMs: timeoutSeconds > 0 ? timeoutSeconds * msPerSecond : null,
    connectionTimeoutMs: settings.get('connectionTimeout', 10) * msPerSecond,
    profile: settings.get<ConnectionProfile>('connections.profile', 'browser'),
    bodyLimitBytes: settings.get('body.limit', 50) * bytesPerMegabyte,
    maxPayloadBytes: settings.get('webSocket.maxPayload', 100) * bytesPerMegabyte,
    trusted: settings.get<TrustedCertificates>('tls.trusted', {}),
    caFiles: settings.get<string[]>('tls.ca', []),
    tlsMinVersion: parseTlsVersion(settings.get('tls.minVersion', '')),
    tlsMaxVersion: parseTlsVersion(settings.get('tls.maxVersion', '')),
    keyLogFile: keyLogFileNow(),
  };
}

/** Absolute path of the file that gets the secrets of TLS connections as things stand; `null` for none. */
export function keyLogFileNow(): string | null {
  return section().get('tls.keyLogFile', '') || null;
}

/**
 * The proxy of VS Code's own settings, else that of the environment; `null` where `http.proxySupport` is off. Its other
 * values say whose proxy wins inside VS Code; here what the request file says always does.
 */
export function proxySettings(scope: vscode.Uri): ProxySettings | null {
  const settings = vscode.workspace.getConfiguration('http', scope);
  if (settings.get('proxySupport') === 'off') {
    return null;
  }
  const environment = proxyOfEnvironment(process.env);
  const proxy = settings.get('proxy', '') || null;
  const noProxy = settings.get<string[]>('noProxy', []);
  return {
    http: proxy ?? environment.http,
    https: proxy ?? environment.https,
    noProxy: noProxy.length > 0 ? noProxy : environment.noProxy,
    authorization: settings.get<string | null>('proxyAuthorization', null),
    verify: settings.get('proxyStrictSSL', true),
  };
}

/** Reads the engine's settings. */
export function engineSettings(showSecrets: boolean): RecordingSettings {
  const recordingLimitBytes = section().get('recording.limit', 256) * bytesPerMegabyte;
  return { recordingLimitBytes, showSecrets };
}

/** The environment that holds until another one is chosen; `null` is none. */
export function defaultEnvironment(scope?: vscode.Uri): string | null {
  return section(scope).get('environment', '') || null;
}

/** Environments that settings define, REST Client's too; ours win. */
export function settingsEnvironments(scope: vscode.Uri): SettingsEnvironments[] {
  return ['wirebook.environments', 'rest-client.environmentVariables'].map((setting) =>
    readSettingsEnvironments(
      setting,
      vscode.workspace.getConfiguration(undefined, scope).get(setting),
    ),
  );
}

/** Client certificates by host, as written here or for REST Client; ours win. */
export function certificateSettings(scope: vscode.Uri): CertificatesByHost {
  const restClient = vscode.workspace.getConfiguration('rest-client', scope);
  return {
    ...restClient.get<CertificatesByHost>('certificates', {}),
    ...section(scope).get<CertificatesByHost>('certificates', {}),
  };
}

/** Whether variables of the file or of the environment win. */
export function variableOrder(scope: vscode.Uri): VariableOrder {
  return section(scope).get<VariableOrder>('variables.order', 'wirebook');
}

/** Whether lenses stand above the requests of a file. */
export function lensesEnabled(scope: vscode.Uri): boolean {
  return section(scope).get('lens.enabled', true);
}

/** Whether sending reveals the console. */
export function consoleRevealed(): boolean {
  return section().get('console.reveal', true);
}

/** Ports that the demo server asks for; 0 is any free one. */
export function demoPorts(): { http: number; https: number } {
  return {
    http: section().get('demo.httpPort', 8080),
    https: section().get('demo.httpsPort', 8443),
  };
}

/** Keys of TLS connections are no longer written, from the next connection on. */
export async function stopKeyLog(): Promise<void> {
  await section().update('tls.keyLogFile', undefined, vscode.ConfigurationTarget.Global);
}

/** Accepts a certificate (its fingerprint), or an authority (PEM), for `host:port` from now on, in the settings of this machine's user. */
export async function trustCertificate(authority: string, entry: string): Promise<void> {
  const settings = section();
  const trusted = settings.get<TrustedCertificates>('tls.trusted', {});
  const fingerprints = new Set([...(trusted[authority] ?? []), entry]);
  const value = { ...trusted, [authority]: [...fingerprints] };
  await settings.update('tls.trusted', value, vscode.ConfigurationTarget.Global);
}
