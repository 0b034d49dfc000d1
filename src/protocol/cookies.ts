/** A cookie as it is kept (RFC 6265 §5.3). */
export interface CookieView {
  /** Environment whose requests send it; `null` is none. */
  environment: string | null;
  domain: string;
  path: string;
  name: string;
  /** `null` while secrets are hidden. */
  value: string | null;
  /** ISO 8601; `null` for a cookie of the session. */
  expires: string | null;
  secure: boolean;
  httpOnly: boolean;
  /** Sent to this host only, not to those below it. */
  hostOnly: boolean;
  /** `strict`, `lax` or `none`, as the server wrote it. */
  sameSite: string | null;
}

/** Which cookies are meant: all that have what is given here. */
export type CookieSelection = Partial<Pick<CookieView, 'environment' | 'domain' | 'path' | 'name'>>;
