import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Metafile } from 'esbuild';

interface PackageManifest {
  name: string;
  version: string;
  license?: string;
}

/** The licences of every package that really ended up in a bundle. */
export function thirdPartyNotices(metafiles: Metafile[]): string {
  const folders = [...new Set(metafiles.flatMap(bundledPackages))].toSorted();
  const header = 'Wirebook contains the following third-party software.\n';
  return [header, ...folders.map(notice)].join(`\n${'-'.repeat(80)}\n\n`);
}

function bundledPackages({ outputs }: Metafile): string[] {
  return Object.values(outputs).flatMap(({ inputs }) =>
    Object.entries(inputs)
      .filter(([, { bytesInOutput }]) => bytesInOutput > 0)
      .flatMap(([path]) => packageFolder(path) ?? []),
  );
}

function packageFolder(path: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0];
}

function notice(folder: string): string {
  const manifest = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  ) as PackageManifest;
  const title = `${manifest.name} ${manifest.version} (${manifest.license ?? 'no licence named'})`;
  return `${title}\n\n${licenceText(folder)}\n`;
}

function licenceText(folder: string): string {
  const file = readdirSync(folder).find((name) => /^licen[cs]e/i.test(name));
  const path = file && join(folder, file);
  return path && existsSync(path) ? readFileSync(path, 'utf8').trim() : 'No licence text shipped.';
}
