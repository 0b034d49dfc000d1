import { ensureInstalled, runPinned } from './install.mjs';

ensureInstalled();
runPinned('test.ts', process.argv.slice(2));
