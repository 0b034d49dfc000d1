/** Gets a copy of the decoded body of a response while it comes in. */
export interface BodyCopy {
  /** Called before anything is sent. Rejects where no copy can be made. */
  open(): Promise<void>;
  /** Takes a piece; where a promise comes back, more is welcome when it resolves. Never throws. */
  write(chunk: Uint8Array): Promise<void> | null;
  /** What has come so far was not the answer yet: a redirect, or a challenge. */
  restart(): void;
  /** All has come. Rejects where it could not be kept. */
  commit(): Promise<SavedCopy[]>;
  /** The exchange is over, well or not. */
  discard(): Promise<void>;
}

/** Where a copy is; the line is that of the request file which asks for it, from 1. */
export interface SavedCopy {
  line: number;
  path: string;
  bytes: number;
}
