import { resolve } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { sendingsOf } from '../core/request-file/runRules.ts';
import { isPrepared } from '../core/runner/preparedRequest.ts';
import type { Handover } from '../core/variables/need.ts';
import type { VariableExplanation } from '../core/variables/explainVariables.ts';
import type { NamedRequest } from '../core/variables/scope.ts';
import type { WireEvent } from '../core/wire/events.ts';
import type { Engine } from '../engine/engine.ts';
import type { OAuthWorld } from '../core/auth/oauth/oauthClient.ts';
import { EngineOutside, type Sent } from '../engine/engineOutside.ts';
import type { RunArguments } from './arguments.ts';
import type { CommandIo } from './commandIo.ts';
import { explanationText } from './explanation.ts';
import { EventPump } from './eventPump.ts';
import { commandLineOAuth } from './oauth.ts';
import { noteText } from './note.ts';
import type { Reporter } from './reporter.ts';
import type { RequestSource } from './requestSource.ts';
import { RunOutput, type Followed, type Place } from './runOutput.ts';
import { terminalAsker } from './terminal.ts';
import { concernsVerdict, problemOf } from './verdict.ts';
import type { ExitCode } from './verdict.ts';

/** What sending the requests of a run needs. */
export interface RunContext {
  args: RunArguments;
  io: CommandIo;
  engine: Engine;
  reporter: Reporter;
  source: RequestSource;
}

/** The number of a sending in a loop, from 0, and what another request gives to it. */
type Given = { index: number } & Handover;
const nothingGiven: Given = { index: 0, variables: new Map(), secrets: [] };

/** One sending of a request. */
interface Run {
  exchange: Promise<Sent>;
  /** Its exit code, once all of it is reported. */
  code: Promise<ExitCode>;
}

/** Sends requests, and those that they refer to before them, and reports each. */
export class RequestRuns {
  readonly #context: RunContext;
  readonly #outside: EngineOutside;
  readonly #oauth: OAuthWorld;
  readonly #pump: EventPump<Followed>;
  readonly #runs = new Map<string, Run>();
  /** How often a request is sent because of the collections that its scripts have set. */
  readonly #collected = new Map<string, number>();
  readonly #codes: Promise<ExitCode>[] = [];
  /** Exchanges that `# @keep-streaming` holds open until an interrupt ends them. */
  readonly #held = new Set<number>();

  constructor(context: RunContext) {
    const { args, engine, io } = context;
    this.#context = context;
    this.#pump = new EventPump(engine, args.bodyLimitBytes, new RunOutput(context));
    this.#oauth = commandLineOAuth(engine, args, io, (exchange) => this.#tellToken(exchange));
    this.#outside = new EngineOutside({
      engine: () => engine,
      asker: terminalAsker(new Map(args.variables), io.interrupted),
    });
  }

  /**
   * Sends a request, unless another one needed it and it has been sent; resolves when it is over. What an interrupt leaves
   * unsent did not go well.
   */
  async run(request: NamedRequest): Promise<void> {
    const known = this.#runs.get(keyOf(request));
    if (known !== undefined) {
      await known.code;
      return;
    }
    let sendings = sendingsOf(request.block);
    for (let index = 0; index < sendings; index += 1) {
      if (this.#context.io.interrupted.aborted) return this.#leaveOut();
      await this.#start(request, { ...nothingGiven, index }).code;
      sendings = Math.max(sendings, this.#collected.get(keyOf(request)) ?? 1);
    }
  }

  /** The highest exit code of all requests that were sent. */
  async exitCode(): Promise<ExitCode> {
    const codes = await Promise.all(this.#codes);
    return codes.reduce<ExitCode>((highest, code) => (code > highest ? code : highest), 0);
  }

  #leaveOut(): void {
    this.#codes.push(Promise.resolve(3));
  }

  #start(request: NamedRequest, given: Given): Run {
    const exchange = this.#send(request, given);
    const run = { exchange, code: exchange.then((sent) => this.#finish(request, sent)) };
    this.#runs.set(keyOf(request), run);
    this.#codes.push(run.code);
    this.#outside.remember(request, this.#context.args.environment, exchange);
    return run;
  }

  async #send(request: NamedRequest, given: Given): Promise<Sent> {
    const { args, io, source, engine } = this.#context;
    if (args.output === 'text') io.write(noteText(request.block));
    const outside = this.#outside.in(
      args.environment,
      (needed, handover) => this.#start(needed, { ...nothingGiven, ...handover }).exchange,
    );
    const world = { outside, scripts: engine, oauth: this.#oauth };
    const explain = (variables: VariableExplanation[]): void =>
      io.writeError(explanationText(titleOf(request), variables));
    const prepared = await source.prepare(request, world, given, args.explain ? explain : null);
    if (prepared === null) return 'done';
    if (!isPrepared(prepared)) return engine.fail(prepared);
    this.#collected.set(keyOf(request), prepared.sendings ?? 1);
    await sleep(prepared.sleepMs ?? 0, io.interrupted);
    const exchange = await engine.start(prepared);
    if (!prepared.options.closeWhenDone) this.#held.add(exchange);
    return exchange;
  }

  async #finish(request: NamedRequest, exchange: Sent): Promise<ExitCode> {
    if (typeof exchange !== 'number') return 0;
    const { io, engine } = this.#context;
    let wasHeldOpen = Promise.resolve(false);
    const cancel = (): void => {
      wasHeldOpen = this.#isHeldOpen(exchange);
      void engine.cancel(exchange);
    };
    if (io.interrupted.aborted) cancel();
    else io.interrupted.addEventListener('abort', cancel);
    const verdictEvents: WireEvent[] = [];
    const heard = (event: WireEvent): void => {
      if (concernsVerdict(event)) verdictEvents.push(event);
    };
    await this.#pump.follow(exchange, { place: placeOf(request), heard });
    io.interrupted.removeEventListener('abort', cancel);
    // A request with a name may be referred to later.
    if (request.block.name === null) await engine.forget(exchange);
    if (io.interrupted.aborted && !(await wasHeldOpen)) return 3;
    return problemOf(verdictEvents)?.exitCode ?? 0;
  }

  /** What the authorization server was asked is part of the story, but no request of the file: JUnit has no case for it. */
  async #tellToken(exchange: number): Promise<void> {
    const { engine, args } = this.#context;
    if (args.output === 'junit') return;
    await this.#pump.follow(exchange, { place: { file: args.file, line: 1 } });
    await engine.forget(exchange);
  }

  /** Its steps are done, and only an interrupt or the peer can end it. */
  async #isHeldOpen(exchange: number): Promise<boolean> {
    if (!this.#held.has(exchange)) return false;
    const view = await this.#context.engine.exchange(exchange);
    return view?.state === 'open' && view.steps.every(({ state }) => state !== 'running');
  }
}

/** An interrupt ends it too. */
async function sleep(sleepMs: number, signal: AbortSignal): Promise<void> {
  if (sleepMs > 0) await setTimeout(sleepMs, undefined, { signal }).catch(() => undefined);
}

function placeOf({ file, block }: NamedRequest): Place {
  return { file: file.path ?? '', line: block.request.lineRange.line };
}

function titleOf(request: NamedRequest): string {
  const { file, line } = placeOf(request);
  const { name } = request.block;
  return name === null ? `${file}:${line}` : `${file}:${line} ${name.text}`;
}

function keyOf({ file, block }: NamedRequest): string {
  return `${resolve(file.path ?? '')}:${block.request.lineRange.line}`;
}
