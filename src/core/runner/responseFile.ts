import { constants } from 'node:fs';
import { copyFile, mkdir, open, realpath, rename, rm, type FileHandle } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { dirname, join, parse } from 'node:path';
import { WireError, type FailurePhase } from '../errors/wireError.ts';
import type { BodyCopy, SavedCopy } from '../wire/http/bodyCopy.ts';
import { isInside } from '../variables/isInside.ts';
import type { ResponseTarget } from './preparedRequest.ts';

/** Names tried for a file that must not replace another. */
const maxNames = 10_000;
/** Bytes that may wait to be written before reading pauses. */
const maxWaitingBytes = 1_000_000;

/**
 * The body of a response on its way into files. It is written beside the first of them as it comes, and gets its name
 * when all of it is there: an exchange that fails leaves nothing behind and replaces nothing. Rejects with
 * `WB_RESPONSE_FILE`.
 */
export class ResponseFile implements BodyCopy {
  readonly #targets: readonly ResponseTarget[];
  readonly #path: string;
  #file: FileHandle | null = null;
  #writing: Promise<void> = Promise.resolve();
  #waitingBytes = 0;
  #position = 0;
  #fault: unknown = null;

  /** One target at least. */
  constructor(targets: readonly ResponseTarget[]) {
    this.#targets = targets;
    this.#path = partName(targets[0]?.path ?? '');
  }

  async open(): Promise<void> {
    for (const target of this.#targets) {
      await prepareFolder(target).catch((cause: unknown) => refuse(target, 'prepare', cause));
    }
    const [first] = this.#targets;
    this.#file = await open(this.#path, 'wx').catch((cause: unknown) =>
      refuse(first, 'prepare', cause),
    );
  }

  write(chunk: Uint8Array): Promise<void> | null {
    this.#waitingBytes += chunk.length;
    this.#enqueue(async (file) => {
      await file.write(chunk, 0, chunk.length, this.#position);
      this.#position += chunk.length;
      this.#waitingBytes -= chunk.length;
    });
    return this.#waitingBytes > maxWaitingBytes ? this.#writing : null;
  }

  restart(): void {
    this.#enqueue(async (file) => {
      await file.truncate(0);
      this.#position = 0;
    });
  }

  /** All has come: gives the files their names, and tells the path and length of each. */
  async commit(): Promise<SavedCopy[]> {
    await this.#writing;
    if (this.#fault !== null) refuse(this.#targets[0], 'receive', this.#fault);
    const saved = [];
    for (const target of this.#targets) {
      const path = await this.#place(target).catch((cause: unknown) =>
        refuse(target, 'receive', cause),
      );
      saved.push({ line: target.line, path, bytes: this.#position });
    }
    return saved;
  }

  /** Takes away what was written on the way; called in any case, never rejects. */
  async discard(): Promise<void> {
    await this.#writing;
    const file = this.#file;
    if (file === null) return;
    this.#file = null;
    await file.close().catch(() => undefined);
    await rm(this.#path, { force: true }).catch(() => undefined);
  }

  #enqueue(step: (file: FileHandle) => Promise<void>): void {
    this.#writing = this.#writing
      .then(async () => {
        if (this.#file !== null && this.#fault === null) await step(this.#file);
      })
      .catch((cause: unknown) => {
        this.#fault = cause;
        this.#waitingBytes = 0;
      });
  }

  /** A link at the path is replaced, never followed. */
  async #place({ path, overwrite }: ResponseTarget): Promise<string> {
    if (overwrite) {
      const copy = partName(path);
      await copyFile(this.#path, copy, constants.COPYFILE_EXCL);
      await rename(copy, path);
      return path;
    }
    const { dir, name, ext } = parse(path);
    for (let count = 0; count < maxNames; count += 1) {
      const free = count === 0 ? path : join(dir, `${name}-${count}${ext}`);
      if (await copyToFree(this.#path, free)) return free;
    }
    throw new Error(`there are ${maxNames} files of that name.`);
  }
}

/** False where there is a file already. */
async function copyToFree(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to, constants.COPYFILE_EXCL);
    return true;
  } catch (cause) {
    if (isCode(cause, 'EEXIST')) return false;
    throw cause;
  }
}

/** Makes the folder, unless a link leads it out of where it may be. */
async function prepareFolder({ path, within }: ResponseTarget): Promise<void> {
  const folder = dirname(path);
  if (within !== null) {
    const real = await realPathOf(folder);
    const roots = await Promise.all(within.map(realPathOf));
    if (!roots.some((root) => isInside(real, root))) {
      throw new Error('a link leads it out of the workspace.');
    }
  }
  await mkdir(folder, { recursive: true });
}

/** Of the nearest folder that exists, with the rest behind it. */
async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (cause) {
    if (!isCode(cause, 'ENOENT') || dirname(path) === path) throw cause;
    return join(await realPathOf(dirname(path)), parse(path).base);
  }
}

function partName(path: string): string {
  const { dir, base } = parse(path);
  return join(dir, `.${base}.${randomBytes(4).toString('hex')}.part`);
}

function isCode(cause: unknown, code: string): boolean {
  return cause instanceof Error && 'code' in cause && cause.code === code;
}

function refuse(target: ResponseTarget | undefined, phase: FailurePhase, cause: unknown): never {
  const reason = cause instanceof Error ? cause.message : String(cause);
  const params = { path: target?.path ?? '', reason, line: String(target?.line ?? 1) };
  throw new WireError('WB_RESPONSE_FILE', phase, { cause, params });
}
