// A worker that dies at the first call, as the engine would on a bug that nothing catches.
const { parentPort } = require('node:worker_threads');
parentPort.on('message', () => {
  throw new Error('boom');
});
