import type { Sentence } from './sentence.ts';
import type { WireErrorCode } from './wireError.ts';

/** Failures of TLS handshakes and certificates. */
export const tlsSentences = {
  WB_TLS_SELF_SIGNED: {
    message: 'The certificate is self-signed.',
    hint: '{0} presented a certificate that no authority you trust has signed ({1}, valid until {2}). Nothing was sent. Trust it for this host, or send once without checking (“# @insecure”).',
    params: ['host', 'subject', 'notAfter'],
  },
  WB_TLS_UNKNOWN_AUTHORITY: {
    message: 'The certificate comes from an authority you do not trust.',
    hint: '{0} presented a certificate ({1}) issued by {2}, which is not among the trusted roots. Nothing was sent. Trust that authority for this host, or have the server send the missing intermediate certificate.',
    params: ['host', 'subject', 'issuer'],
    inCase: {
      rootSent: {
        hint: '{0} presented a certificate ({1}) and its root {2}, which is not among the trusted ones. Nothing was sent. Trust that authority for this host, or have the certificate issued by one that is trusted.',
      },
    },
  },
  WB_TLS_EXPIRED: {
    message: 'The certificate has expired.',
    hint: 'The certificate of {0} ({1}) was valid until {2}. Nothing was sent. Renew it on the server; check this machine’s clock.',
    params: ['host', 'subject', 'notAfter'],
    inCase: {
      issuer: {
        message: 'The certificate of an issuer has expired.',
        hint: 'Not the certificate of {0} itself, but that of an issuer above it ({1}) was valid until {2}. Nothing was sent. Have the server send a chain that is valid; check this machine’s clock.',
      },
    },
  },
  WB_TLS_NOT_YET_VALID: {
    message: 'The certificate is not valid yet.',
    hint: 'The certificate of {0} ({1}) becomes valid on {2}. Nothing was sent. Check this machine’s clock and the server’s.',
    params: ['host', 'subject', 'notBefore'],
    inCase: {
      issuer: {
        message: 'The certificate of an issuer is not valid yet.',
        hint: 'Not the certificate of {0} itself, but that of an issuer above it ({1}) becomes valid on {2}. Nothing was sent. Check this machine’s clock and the server’s.',
      },
    },
  },
  WB_TLS_WRONG_HOST: {
    message: 'The certificate is for another host.',
    hint: 'You asked for {0}, but the certificate is for {1}. Nothing was sent. Use one of these names, or have the certificate issued for {0}.',
    params: ['host', 'names'],
  },
  WB_TLS_WRONG_PURPOSE: {
    message: 'The certificate is not one for servers.',
    hint: '{0} presented a certificate ({1}) whose extended key usage does not allow it to prove a server. Nothing was sent. Have it issued for “serverAuth”, or send once without checking (“# @insecure”).',
    params: ['host', 'subject'],
  },
  WB_TLS_NOT_TLS: {
    message: '{0}:{1} does not speak TLS.',
    hint: 'It answered in plain text ({2}). Use http:// or ws:// for this port.',
    params: ['host', 'port', 'received'],
  },
  WB_TLS_FAILED: {
    message: 'The TLS handshake with {0} failed: {1}.',
    hint: 'The Connection tab shows what was offered and what was answered.',
    params: ['host', 'reason'],
    inCase: {
      handshake_failure: {
        hint: 'The server takes none of the cipher suites, groups or signature algorithms that were offered, or it misses a client certificate. The Connection tab shows what was offered; “# @tls-min” offers older versions too.',
      },
      unrecognized_name: {
        message: 'The server does not know the name {0}: {1}.',
        hint: 'That name went along in the handshake (SNI), and the server has no site for it. Check the host in the URL; “# @connect-to” leads to another address under the same name.',
      },
      no_application_protocol: {
        message: 'The server speaks none of the protocols that were offered to {0}: {1}.',
        hint: 'The Connection tab shows what was offered (ALPN). “HTTP/1.1” on the request line offers that alone, “HTTP/2” offers both.',
      },
    },
  },
  WB_TLS_BAD_RECORD: {
    message: 'The server sent a TLS record that cannot be read.',
    hint: 'It does not decrypt, or is no TLS at all: something on the way changed it, or the server wrote past its own encryption. What had come before was kept.',
    params: [],
  },
  WB_TLS_VERSION: {
    message: '{0} and we have no version of TLS in common.',
    hint: 'We offered {1}; the server answered {2}. “# @tls-min” and “# @tls-max” set what is offered, from 1.0 to 1.3.',
    params: ['host', 'offered', 'reason'],
  },
  WB_TLS_CLIENT_CERTIFICATE_REQUIRED: {
    message: '{0} asks for a client certificate.',
    hint: 'The server ended the handshake with {1}. Give it one that it accepts: the setting wirebook.certificates says which is for which host.',
    params: ['host', 'reason'],
  },
  WB_TLS_CLIENT_CERTIFICATE_REFUSED: {
    message: '{0} does not accept our client certificate.',
    hint: 'The server ended the handshake with {1}. Check its validity, and that the server trusts its authority.',
    params: ['host', 'reason'],
  },
  WB_TLS_CLIENT_CERTIFICATE: {
    message: 'The client certificate for {0} cannot be used: {1}. Nothing was sent.',
    hint: 'Check that key and certificate belong together, and the passphrase.',
    params: ['host', 'reason'],
  },
  WB_TLS_KEY_LOG: {
    message: 'The key log {0} cannot be written. Nothing was sent.',
    hint: 'Check the path and who may write there, or take it out of wirebook.tls.keyLogFile.',
    params: ['file'],
  },
  WB_TLS_BAD_AUTHORITY: {
    message:
      'The authority {0} cannot be trusted: it is missing or is no certificate in PEM. Nothing was sent.',
    hint: 'Check the setting wirebook.tls.ca: PEM begins with “-----BEGIN CERTIFICATE-----”.',
    params: ['name'],
  },
} as const satisfies Partial<Record<WireErrorCode, Sentence>>;
