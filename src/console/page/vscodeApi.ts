import type { PageMessage } from '../../protocol/console.ts';

/** What VS Code gives a webview page. */
export interface VsCodeApi {
  postMessage(message: PageMessage): void;
  getState(): unknown;
  setState(state: unknown): void;
}

declare global {
  /** Provided by VS Code; may be called once. */
  function acquireVsCodeApi(): VsCodeApi;
}
