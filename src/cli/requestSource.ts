import { relative, resolve } from 'node:path';
import { prepareRequest } from '../core/runner/prepare.ts';
import { defaultRequestOptions } from '../core/runner/prepareContext.ts';
import type { PrepareContext } from '../core/runner/prepareContext.ts';
import { defaultConversation, isPrepared } from '../core/runner/preparedRequest.ts';
import type { PreparedRequest, UnpreparedRequest } from '../core/runner/preparedRequest.ts';
import { proxyOfEnvironment } from '../core/wire/proxy/proxySettings.ts';
import { systemSources } from '../core/variables/dynamicVariables.ts';
import { loadEnvironments } from '../core/variables/environmentFiles.ts';
import type { EnvironmentSet } from '../core/variables/environmentFiles.ts';
import { explainVariables, type VariableExplanation } from '../core/variables/explainVariables.ts';
import { loadImports } from '../core/variables/importedFiles.ts';
import { nobody, type Handover } from '../core/variables/need.ts';
import type { NamedRequest } from '../core/variables/scope.ts';
import type { ScriptedValues } from '../core/variables/scriptedValues.ts';
import type { RunArguments } from './arguments.ts';
import { UsageError } from './arguments.ts';
import { errorLine } from './commandIo.ts';
import type { CommandIo } from './commandIo.ts';
import { environmentRoot } from './environmentRoot.ts';
import { warnOfMissingImports } from './missingImports.ts';
import { nodeFiles } from './nodeFiles.ts';
import { selectedRequests } from './requestSelection.ts';
import { readRequestTrees } from './requestTrees.ts';

/** The requests that a run asks for, and how to prepare each when its turn comes. */
export interface RequestSource {
  requests: NamedRequest[];
  prepare: (
    request: NamedRequest,
    world: Pick<PrepareContext, 'outside' | 'scripts' | 'oauth'>,
    given: { index: number } & Handover,
    /** Is told where its variables come from, once the scripts above it have run. */
    onExplained: ((variables: VariableExplanation[]) => void) | null,
  ) => Promise<PreparedRequest | UnpreparedRequest | null>;
}

/** Reads and parses the file of a run. Throws `FileError` or `UsageError` where there is nothing to run. */
export async function requestSourceOf(args: RunArguments, io: CommandIo): Promise<RequestSource> {
  const trees = await readRequestTrees(args.file);
  const requests = selectedRequests(trees, args.selection, args.file);
  const context = await contextOf(args, io);
  await warnOfMissingImports(requests, context, io);
  return {
    requests,
    prepare: async ({ file, block }, world, { index, variables, secrets }, onExplained) => {
      const overrides = new Map([...context.overrides, ...variables, ['$index', String(index)]]);
      const own = { ...context, ...world, overrides, secrets };
      const onScripted = async (scripted: ScriptedValues): Promise<void> =>
        onExplained?.(await explain({ file, block }, { ...own, scripted }));
      return withArguments(await prepareRequest(file, block, { ...own, onScripted }), args);
    },
  };
}

async function explain(
  { file, block }: NamedRequest,
  context: PrepareContext,
): Promise<VariableExplanation[]> {
  const { files: imports, run } = await loadImports(file, nodeFiles, context);
  return explainVariables(file, block, { ...context, imports, run });
}

/** A file that cannot be read as a whole defines less than its author thinks. */
function warnOfUnreadable(environments: EnvironmentSet, io: CommandIo): void {
  for (const { path, diagnostics } of environments.files) {
    const faults = diagnostics.filter(({ severity }) => severity === 'error');
    for (const { range, code, message } of faults) {
      io.writeError(errorLine(relative(process.cwd(), path), range, code, message));
    }
  }
}

async function contextOf(args: RunArguments, io: CommandIo): Promise<PrepareContext> {
  const workspaceRoot = process.cwd();
  const { environment } = args;
  const root = await environmentRoot(args.file);
  const environments = await loadEnvironments(nodeFiles, args.file, root, { environment });
  warnOfUnreadable(environments, io);
  if (environment !== null && !environments.names.includes(environment)) {
    const known = environments.names.join(', ') || 'none';
    throw new UsageError(`Unknown environment “${environment}”; there are: ${known}.`);
  }
  return {
    reader: nodeFiles,
    workspaceRoot,
    environments,
    environment,
    overrides: new Map(args.variables),
    order: args.order,
    outside: nobody,
    scripts: null,
    options: {
      ...defaultRequestOptions,
      proxy: proxyOfEnvironment(process.env),
      caFiles: args.caPaths.map((path) => resolve(path)),
      keyLogFile: args.keyLogPath === null ? null : resolve(args.keyLogPath),
      closeWhenDone: true,
    },
    sources: { ...systemSources, processEnv: (name) => process.env[name] },
  };
}

/** The command line wins over directives. */
function withArguments(
  request: PreparedRequest | UnpreparedRequest | null,
  { timeoutMs, insecure, profile }: RunArguments,
): PreparedRequest | UnpreparedRequest | null {
  if (!isPrepared(request)) {
    return request;
  }
  const options = { ...request.options };
  if (timeoutMs !== null) {
    options.timeoutMs = timeoutMs;
    options.conversation = { ...(options.conversation ?? defaultConversation), limitMs: timeoutMs };
  }
  options.profile = profile ?? options.profile;
  options.verifyTls = options.verifyTls && !insecure;
  return { ...request, options };
}
