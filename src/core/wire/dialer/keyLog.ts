import { appendFileSync } from 'node:fs';
import { WireError } from '../../errors/wireError.ts';

/** Whoever has the keys can read everything, so only the user may read the file. */
const OWNER_ONLY = 0o600;

/**
 * Writes secrets of TLS connections to a file in the format of NSS, which Wireshark reads (`SSLKEYLOGFILE`). Fails with
 * `WB_TLS_KEY_LOG` where it cannot be written.
 */
export function writeKeys(path: string, line: Uint8Array | string): void {
  try {
    appendFileSync(path, line, { mode: OWNER_ONLY });
  } catch (cause) {
    throw new WireError('WB_TLS_KEY_LOG', 'prepare', { cause, params: { file: path } });
  }
}
