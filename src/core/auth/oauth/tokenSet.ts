/** What a token endpoint gave (RFC 6749 §5.1). */
export interface TokenSet {
  accessToken: string;
  /** Empty where there is none. */
  idToken: string;
  refreshToken: string;
  /** Milliseconds since 1970; `null` where the server did not say. */
  expiresAtMs: number | null;
}

/** Where tokens are kept between requests; `key` says what they were asked for with. */
export interface TokenStore {
  get(key: string): Promise<TokenSet | undefined>;
  set(key: string, tokens: TokenSet): Promise<void>;
}

/** Keeps tokens as long as the process lives. */
export class TokenMemory implements TokenStore {
  readonly #tokens = new Map<string, TokenSet>();

  async get(key: string): Promise<TokenSet | undefined> {
    return this.#tokens.get(key);
  }

  async set(key: string, tokens: TokenSet): Promise<void> {
    this.#tokens.set(key, tokens);
  }
}
