import type { DemoServerOptions, DemoUrls } from './demoServer.ts';
import type { DemoPorts } from './portInUseError.ts';

/** What the worker of the demo server is started with (`workerData`). */
export type DemoWorkerData = DemoServerOptions;

/** What the worker says: once, whether the server listens. It ends by itself after an error or a stop. */
export type DemoWorkerMessage =
  | ({ type: 'ready'; urls: DemoUrls; caPem: string } & DemoPorts)
  | {
      type: 'error';
      message: string;
      /** Present where a port was in use; `suggestion` is the next free pair, if there is one. */
      portInUse?: { port: number; suggestion: DemoPorts | null };
    };

/** What the worker is told. */
export type DemoWorkerCommand = { type: 'stop' };
