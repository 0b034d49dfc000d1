/** Options of curl 8 that take an argument; all others are switches. */
const withArgument = new Set(
  (
    'abstract-unix-socket alt-svc aws-sigv4 cacert capath cert cert-type ciphers config connect-timeout connect-to ' +
    'continue-at cookie cookie-jar create-file-mode crlfile curves data data-ascii data-binary data-raw data-urlencode ' +
    'delegation dns-interface dns-ipv4-addr dns-ipv6-addr dns-servers doh-url dump-header ech egd-file engine ' +
    'etag-compare etag-save expect100-timeout form form-string ftp-account ftp-alternative-to-user ftp-method ftp-port ' +
    'ftp-ssl-ccc-mode happy-eyeballs-timeout-ms haproxy-clientip header hostpubmd5 hostpubsha256 hsts interface ' +
    'ip-tos ipfs-gateway json keepalive-cnt keepalive-time key key-type krb libcurl limit-rate local-port ' +
    'login-options mail-auth mail-from mail-rcpt max-filesize max-redirs max-time netrc-file noproxy oauth2-bearer ' +
    'output output-dir parallel-max pass pinnedpubkey preproxy proto proto-default proto-redir proxy proxy-cacert ' +
    'proxy-capath proxy-cert proxy-cert-type proxy-ciphers proxy-crlfile proxy-header proxy-key proxy-key-type ' +
    'proxy-pass proxy-pinnedpubkey proxy-service-name proxy-tls13-ciphers proxy-tlsauthtype proxy-tlspassword ' +
    'proxy-tlsuser proxy-user proxy1.0 pubkey quote random-file range rate referer request request-target resolve ' +
    'retry retry-delay retry-max-time sasl-authzid service-name sigalgs socks4 socks4a socks5 ' +
    'socks5-gssapi-service socks5-hostname speed-limit speed-time stderr telnet-option tftp-blksize time-cond ' +
    'tls-max tls13-ciphers tlsauthtype tlspassword tlsuser trace trace-ascii trace-config unix-socket upload-file ' +
    'url url-query user user-agent variable vlan-priority write-out'
  ).split(' '),
);

/** Options that change what curl shows, stores or tries again, not what it sends. */
const silent = new Set(
  (
    'silent show-error verbose include fail fail-with-body fail-early output output-dir write-out cookie-jar ' +
    'dump-header create-dirs create-file-mode remote-name remote-name-all remote-header-name remote-time no-buffer ' +
    'buffer progress-bar no-progress-meter progress-meter stderr trace trace-ascii trace-time trace-ids trace-config ' +
    'styled-output no-styled-output no-clobber clobber remove-on-error xattr disable libcurl retry retry-delay ' +
    'retry-max-time retry-connrefused retry-all-errors keepalive-time keepalive-cnt tcp-nodelay no-tcp-nodelay ' +
    'globoff path-as-is suppress-connect-headers parallel parallel-immediate parallel-max raw location-trusted ' +
    'max-redirs speed-limit speed-time limit-rate rate max-filesize skip-existing out-null'
  ).split(' '),
);

/** Options that hold a part of the request, or say where it is kept: without it, it would be another request. */
const requestParts = new Set(
  'config netrc netrc-file time-cond etag-compare continue-at request-target variable'.split(' '),
);

const shortNames: Record<string, string> = {
  '0': 'http1.0',
  '1': 'tlsv1',
  '4': 'ipv4',
  '6': 'ipv6',
  ':': 'next',
  '#': 'progress-bar',
  a: 'append',
  A: 'user-agent',
  b: 'cookie',
  c: 'cookie-jar',
  C: 'continue-at',
  d: 'data',
  D: 'dump-header',
  e: 'referer',
  E: 'cert',
  f: 'fail',
  F: 'form',
  g: 'globoff',
  G: 'get',
  H: 'header',
  i: 'include',
  I: 'head',
  j: 'junk-session-cookies',
  J: 'remote-header-name',
  k: 'insecure',
  K: 'config',
  L: 'location',
  m: 'max-time',
  n: 'netrc',
  N: 'no-buffer',
  o: 'output',
  O: 'remote-name',
  p: 'proxytunnel',
  P: 'ftp-port',
  q: 'disable',
  Q: 'quote',
  r: 'range',
  R: 'remote-time',
  s: 'silent',
  S: 'show-error',
  t: 'telnet-option',
  T: 'upload-file',
  u: 'user',
  U: 'proxy-user',
  v: 'verbose',
  w: 'write-out',
  x: 'proxy',
  X: 'request',
  y: 'speed-time',
  Y: 'speed-limit',
  z: 'time-cond',
  Z: 'parallel',
};

/** The long name that a letter such as `-H` stands for; the letter itself where curl has none. */
export function longOptionName(letter: string): string {
  return shortNames[letter] ?? letter;
}

/** True for an option that the next word belongs to. */
export function takesArgument(name: string): boolean {
  return withArgument.has(name);
}

/** True for an option that a request must not be sent without. */
export function isRequestPart(name: string): boolean {
  return requestParts.has(name) || name.startsWith('expand-');
}

/** True for an option without influence on the request. */
export function isSilentOption(name: string): boolean {
  return silent.has(name);
}
