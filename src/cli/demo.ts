import { runDemoServer } from '../demo/demoCommand.ts';
import { PortInUseError } from '../demo/portInUseError.ts';
import type { DemoPorts } from '../demo/portInUseError.ts';
import type { DemoArguments } from './arguments.ts';
import type { CommandIo } from './commandIo.ts';
import type { ExitCode } from './verdict.ts';

/** `wirebook demo`: the demo server until it is interrupted. 2 where a port is taken. */
export async function demo(ports: DemoArguments, io: CommandIo): Promise<ExitCode> {
  try {
    await runDemoServer(ports, io.write, io.interrupted);
    return 0;
  } catch (error) {
    if (!(error instanceof PortInUseError)) {
      throw error;
    }
    io.writeError(`${error.message}\n${advice(error.suggestion)}`);
    return 2;
  }
}

function advice(free: DemoPorts | null): string {
  return free === null
    ? ''
    : `These are free: wirebook demo --http-port ${free.httpPort} --https-port ${free.httpsPort}\n`;
}
