import type { ConsoleAction } from '../../protocol/console.ts';
import type { HostChannel } from './hostChannel.ts';
import { restoreUiState } from './uiState.ts';
import type { UiState } from './uiState.ts';
import type { VsCodeApi } from './vscodeApi.ts';

/** What every part of the page may use: the channel to the host and the user's choices. */
export class ConsoleContext {
  readonly channel: HostChannel;
  ui: UiState;
  /** Shows a sentence about something that did not work. */
  onNotice: (sentence: string) => void = () => {};
  readonly #api: VsCodeApi;

  constructor(api: VsCodeApi, channel: HostChannel) {
    this.#api = api;
    this.channel = channel;
    this.ui = restoreUiState(api.getState());
  }

  remember(change: Partial<UiState>): void {
    this.ui = { ...this.ui, ...change };
    this.#api.setState(this.ui);
  }

  /** Asks the host to do something; what goes wrong becomes a notice. */
  act(action: ConsoleAction): void {
    this.channel
      .request('act', action)
      .catch((error: unknown) => this.onNotice((error as Error).message));
  }
}
