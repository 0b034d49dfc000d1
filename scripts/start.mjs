import { ensureInstalled, runPinned } from './install.mjs';

ensureInstalled();
runPinned('start.ts', process.argv.slice(2));
