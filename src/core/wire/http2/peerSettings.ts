import { DEFAULT_TABLE_BYTES } from './hpackTable.ts';
import { Setting } from './setting.ts';

/** What RFC 9113 §6.5.2 recommends at least, until the peer has said what it takes. */
const STREAMS_BEFORE_SETTINGS = 100;

/** What the peer has said of itself in SETTINGS, or the default (RFC 9113 §6.5.2, RFC 8441 §3). */
export class PeerSettings {
  headerTableBytes = DEFAULT_TABLE_BYTES;
  maxConcurrentStreams = STREAMS_BEFORE_SETTINGS;
  initialWindowBytes = 65_535;
  maxFrameBytes = 16_384;
  takesExtendedConnect = false;
  #isTold = false;

  apply(settings: readonly (readonly [setting: number, value: number])[]): void {
    if (!this.#isTold) this.maxConcurrentStreams = Infinity;
    this.#isTold = true;
    for (const [setting, value] of settings) {
      if (setting === Setting.headerTableSize) this.headerTableBytes = value;
      if (setting === Setting.maxConcurrentStreams) this.maxConcurrentStreams = value;
      if (setting === Setting.initialWindowSize) this.initialWindowBytes = value;
      if (setting === Setting.maxFrameSize) this.maxFrameBytes = value;
      if (setting === Setting.enableConnectProtocol) this.takesExtendedConnect = value === 1;
    }
  }
}
