import { join } from 'node:path';
import { authorityFile, defaultCertificateFolder } from './certificateFolder.ts';
import { startDemoServer } from './demoServer.ts';
import type { DemoPorts } from './portInUseError.ts';
import type { RawPorts } from './rawServers.ts';

/**
 * `wirebook demo`: runs the demo server, prints where it is through `write`, and stops when `signal` aborts. Rejects
 * with `PortInUseError` where a port is taken.
 */
export async function runDemoServer(
  ports: DemoPorts & RawPorts,
  write: (text: string) => void,
  signal: AbortSignal,
): Promise<void> {
  const certificateFolder = defaultCertificateFolder();
  const server = await startDemoServer({ ...ports, certificateFolder });
  const { http, https, ws, wss, tcp, udp } = server.urls;
  write(
    [
      'The Wirebook demo server listens on this machine alone:',
      `  ${http}/   ${ws}/`,
      `  ${https}/   ${wss}/`,
      `  ${tcp}   ${udp}   (echo)`,
      `  certificate authority: ${join(certificateFolder, authorityFile)}`,
      'Ctrl+C stops it.',
      '',
    ].join('\n'),
  );
  if (!signal.aborted) {
    await new Promise((resolve) => signal.addEventListener('abort', resolve, { once: true }));
  }
  await server.close();
}
