import { setTimeout as sleep } from 'node:timers/promises';
import { WireError } from '../../errors/wireError.ts';
import type { FormField, OAuthConfig } from './oauthConfig.ts';
import { jsonOf, oauthRefused, refused, textOf, tokensOf } from './tokenAnswer.ts';
import type { TokenAnswer } from './tokenRequest.ts';
import type { TokenSet } from './tokenSet.ts';

/** RFC 8628 §3.2 and §3.5. */
const usualIntervalSeconds = 5;
const slowerBySeconds = 5;
const usualLifetimeSeconds = 600;

/** A device that waits until its user has typed in a code elsewhere (RFC 8628). */
export class DeviceFlow {
  /** Where the user goes, with the code in it where the server offers that. */
  readonly verificationUrl: string;
  readonly userCode: string;
  readonly #config: OAuthConfig;
  readonly #signal: AbortSignal;
  readonly #deviceCode: string;
  readonly #deadlineMs: number;
  #intervalSeconds: number;

  /** `json` is the answer of the device authorization endpoint. Throws `WB_OAUTH_REFUSED`. */
  constructor(config: OAuthConfig, json: Readonly<Record<string, unknown>>, signal: AbortSignal) {
    this.#config = config;
    this.#signal = signal;
    this.#deviceCode = textOf(json, 'device_code');
    this.userCode = textOf(json, 'user_code');
    this.verificationUrl =
      textOf(json, 'verification_uri_complete') || textOf(json, 'verification_uri');
    if (this.#deviceCode === '' || !/^https?:/i.test(this.verificationUrl)) {
      throw this.#refusal('its answer holds no device_code or verification_uri');
    }
    this.#intervalSeconds = secondsOf(json['interval'], usualIntervalSeconds);
    this.#deadlineMs = Date.now() + secondsOf(json['expires_in'], usualLifetimeSeconds) * 1000;
  }

  /** Asks for the token until the user has decided; `post` sends a form to the token endpoint. */
  async poll(post: (fields: FormField[]) => Promise<TokenAnswer>): Promise<TokenSet> {
    for (;;) {
      await this.#wait();
      const answer = await post([
        ['grant_type', 'urn:ietf:params:oauth:grant-type:device_code'],
        ['device_code', this.#deviceCode],
      ]);
      const error = textOf(jsonOf(answer), 'error');
      if (error === 'slow_down') this.#intervalSeconds += slowerBySeconds;
      else if (answer.status === 200) return tokensOf(this.#config, answer);
      else if (error !== 'authorization_pending') throw refused(this.#config, answer);
    }
  }

  async #wait(): Promise<void> {
    const { name } = this.#config;
    if (Date.now() > this.#deadlineMs) throw this.#refusal('the code was not typed in in time');
    try {
      await sleep(this.#intervalSeconds * 1000, undefined, { signal: this.#signal });
    } catch (cause) {
      throw new WireError('WB_OAUTH_CANCELLED', 'prepare', { cause, params: { name } });
    }
  }

  #refusal(reason: string): WireError {
    return oauthRefused(this.#config.name, new URL(this.#config.deviceUrl).host, reason);
  }
}

function secondsOf(value: unknown, usual: number): number {
  return typeof value === 'number' && value > 0 && value < 86_400 ? value : usual;
}
