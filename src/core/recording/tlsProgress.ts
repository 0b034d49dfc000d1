import type { TlsFacts } from '../wire/dialer/connection.ts';
import type { WireEventBody, WireEventOf } from '../wire/events.ts';

type Offer = Omit<WireEventOf<'tls.clientHello'>, 'event' | 'via'>;

const unknown: TlsFacts = {
  version: '',
  cipher: '',
  group: null,
  alpn: null,
  sni: null,
  resumed: false,
  authorized: false,
  chain: [],
};

/** What the TLS handshake has shown so far; all that is known of a handshake that failed. */
export class TlsProgress {
  /** `null` until a handshake begins. */
  facts: TlsFacts | null = null;
  offered: Offer | null = null;
  /** The group that the server asked for in a second hello. */
  retryGroup: string | null = null;
  /** As `↓ unknown_ca (fatal)`. */
  readonly alerts: string[] = [];
  keyLogFile: string | null = null;
  /** Subjects of the authorities of client certificates that the server takes; `null` where it did not ask, or not in the clear. */
  clientAuthorities: string[] | null = null;

  observe(event: WireEventBody): void {
    switch (event.event) {
      case 'tls.started':
        this.facts = { ...unknown, sni: event.sni };
        break;
      case 'tls.clientHello': {
        const { event: _name, via: _via, ...offered } = event;
        this.offered = offered;
        break;
      }
      case 'tls.helloRetryRequest':
        this.retryGroup = event.group;
        break;
      case 'tls.alert':
        this.alerts.push(`${event.dir === 'in' ? '↓' : '↑'} ${event.description} (${event.level})`);
        break;
      case 'tls.certificateRequest':
        this.clientAuthorities = event.authorities;
        break;
      case 'tls.keyLog':
        this.keyLogFile = event.file;
        break;
      case 'tls.ocsp':
        this.#learn({ ocsp: event });
        break;
      case 'tls.serverHello':
        this.#learn({ version: event.version, cipher: event.cipher, group: event.group });
        break;
      case 'tls.certificate':
        this.#learn({ chain: event.chain });
        break;
      case 'tls.established': {
        const { event: _name, ...established } = event;
        this.#learn(established);
        break;
      }
      case 'tls.failed':
        this.#learn({ authorizationError: event.code });
        break;
      default:
    }
  }

  #learn(news: Partial<TlsFacts>): void {
    this.facts = { ...unknown, ...this.facts, ...news };
  }
}
