import type { OAuthWorld } from '../auth/oauth/oauthClient.ts';
import type { EnvironmentSet } from '../variables/environmentFiles.ts';
import type { ScriptPort } from '../scripts/scriptPort.ts';
import type { DynamicSources } from '../variables/dynamicVariables.ts';
import type { FileReader } from '../variables/fileReader.ts';
import type { Outside } from '../variables/need.ts';
import type { ScriptedValues } from '../variables/scriptedValues.ts';
import type { VariableOrder } from '../variables/scope.ts';
import { defaultConversation } from './preparedRequest.ts';
import type { CertificatesByHost } from './prepareCertificate.ts';
import type { RequestOptions } from './preparedRequest.ts';

/** What preparing needs beside the request. Make `environments` with `loadEnvironments`. */
export interface PrepareContext {
  reader: FileReader;
  /** Absolute path of the workspace folder; `null` when there is none. */
  workspaceRoot: string | null;
  environments: EnvironmentSet;
  /** The environment chosen; `null` for none. */
  environment: string | null;
  /** `--var` and prompts: they win over everything. */
  overrides: ReadonlyMap<string, string>;
  /** Texts that are secret wherever they stand: what another request gives to this one. */
  secrets?: readonly string[];
  order: VariableOrder;
  /** Prompts, secrets and earlier responses; `nobody` has none of them. */
  outside: Outside;
  /** Runs the scripts of the file; `null` leaves them out. */
  scripts: ScriptPort | null;
  /** What scripts set; filled in by preparing. */
  scripted?: ScriptedValues;
  /** Is told what the scripts above a request have set, before its variables get their values. */
  onScripted?: (scripted: ScriptedValues) => Promise<void>;
  /** How OAuth 2 tokens are got; left out where none are. */
  oauth?: OAuthWorld;
  /** Client certificates of the settings. */
  certificates?: CertificatesByHost;
  /** Responses may be saved in any folder, not only beside the request file and in the workspace. */
  writesAnywhere?: boolean;
  /** What settings decided; directives override it. Start from `defaultRequestOptions`. */
  options: RequestOptions;
  /** Clock, chance and the process's environment; tests fix them. */
  sources: DynamicSources;
}

/** Options of a request without directives and with default settings. */
export const defaultRequestOptions: RequestOptions = {
  verifyTls: true,
  extraCa: [],
  clientCertificate: null,
  proxy: null,
  keyLogFile: null,
  tlsMinVersion: null,
  tlsMaxVersion: null,
  followRedirects: true,
  cookieJar: true,
  profile: 'browser',
  httpVersion: null,
  timeoutMs: null,
  connectionTimeoutMs: 10_000,
  bodyLimitBytes: 50_000_000,
  lingerMs: 1000,
  closeWhenDone: false,
  deflate: true,
  maxPayloadBytes: 100_000_000,
  conversation: defaultConversation,
};
