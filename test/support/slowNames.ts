import { execFile } from 'node:child_process';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { promisify } from 'node:util';
import { nssWrapper, ownNames } from './ownNames.ts';
import { folderWith, isMissing } from './programs.ts';

const COMPILER = '/usr/bin/g++';

export const slowNamesAreMissing =
  isMissing(COMPILER) || (nssWrapper() === undefined ? 'libnss-wrapper is not installed' : false);

const SOURCE = `
  #include <dlfcn.h>
  #include <netdb.h>
  #include <unistd.h>
  extern "C" int getaddrinfo(const char *name, const char *service, const addrinfo *hints, addrinfo **found) {
    usleep(DELAY_MS * 1000);
    auto next = (decltype(&getaddrinfo)) dlsym(RTLD_NEXT, "getaddrinfo");
    return next(name, service, hints, found);
  }
`;

/** An environment in which programs resolve these names, and no others, each lookup this much later. */
export async function slowNames(
  t: TestContext,
  names: Record<string, string[]>,
  delayMs: number,
): Promise<Record<string, string>> {
  const environment = await ownNames(t, names);
  const folder = await folderWith(t, { 'slow.cc': SOURCE });
  const library = join(folder, 'slow.so');
  const flags = ['-shared', '-fPIC', '-fpermissive', '-w', `-DDELAY_MS=${delayMs}`];
  await promisify(execFile)(COMPILER, [...flags, '-o', library, join(folder, 'slow.cc'), '-ldl']);
  return { ...environment, LD_PRELOAD: `${library} ${environment['LD_PRELOAD']}` };
}
