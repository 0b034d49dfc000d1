import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** A request file as a user of some tool would write it, and where its expected report stands. */
export interface CorpusFile {
  dialect: string;
  name: string;
  text: string;
  goldenPath: string;
}

const root = join(import.meta.dirname, '../corpus');

/** The dialects that have files: folders of `test/corpus`. `faulty` is none. */
export const dialects = readdirSync(root).filter((name) => name !== 'faulty');

/** All files of `test/corpus`, by dialect and name. */
export const corpus: readonly CorpusFile[] = readdirSync(root).flatMap((dialect) =>
  readdirSync(join(root, dialect))
    .filter((name) => /\.(?:http|rest|ws)$/.test(name))
    .map((name) => ({
      dialect,
      name,
      text: readFileSync(join(root, dialect, name), 'utf8'),
      goldenPath: join(root, dialect, `${name}.jsonl`),
    })),
);
