import { isAbsolute, relative } from 'node:path';

/** True for a folder itself and for what lies in it; both paths are absolute. */
export function isInside(folder: string, root: string): boolean {
  const way = relative(root, folder);
  return way === '' || (!/^\.\.(?:[\\/]|$)/.test(way) && !isAbsolute(way));
}
