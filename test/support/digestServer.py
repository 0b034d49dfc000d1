"""Digest access authentication (RFC 7616) with Python's hashes: judges answers, prints its port first."""
import hashlib
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, unquote, urlsplit

HASHES = {"MD5": "md5", "SHA-256": "sha256", "SHA-512-256": "sha512_256"}
REALM = "tests"
PAIR = re.compile(r'([\w*]+)=(?:"((?:[^"\\]|\\.)*)"|([^\s,]*))')


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    nonces = 0
    used = set()

    def log_message(self, *_):
        pass

    def answer(self, status, headers, text):
        body = text.encode()
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def challenge(self, wish, stale):
        Handler.nonces += 1
        parts = [f'realm="{REALM}"', f'nonce="n{Handler.nonces}"', f'algorithm={wish["algorithm"]}']
        if wish["qop"]:
            parts.append(f'qop="{wish["qop"]}"')
        if wish["userhash"]:
            parts.append("userhash=true")
        if stale:
            parts.append("stale=true")
        self.answer(401, [("WWW-Authenticate", "Digest " + ", ".join(parts))], "who are you?")

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        query = parse_qs(urlsplit(self.path).query, keep_blank_values=True)
        wish = {name: query.get(name, [default])[0] for name, default in
                [("algorithm", "MD5"), ("qop", "auth"), ("userhash", ""), ("next", ""), ("stale", "")]}
        given = self.headers.get("Authorization")
        if not given:
            return self.challenge(wish, False)
        params = {name: quoted or plain for name, quoted, plain in PAIR.findall(given[7:])}
        if wish["stale"] and params["nonce"] == "n%d" % Handler.nonces and len(Handler.used) < int(wish["stale"]):
            Handler.used.add(params["nonce"])
            return self.challenge(wish, True)
        if params["response"] != self.expected(params, wish, body):
            return self.challenge(wish, False)
        headers = [("Authentication-Info", f'nextnonce="{wish["next"]}"')] if wish["next"] else []
        if wish["next"] and params["nonce"] != wish["next"]:
            return self.answer(307, headers + [("Location", self.path)], "again")
        self.answer(200, headers, f'welcome nc={params.get("nc")} nonce={params["nonce"]}')

    do_GET = do_POST

    def expected(self, params, wish, body):
        def digest(*parts):
            joined = b":".join(part if isinstance(part, bytes) else part.encode() for part in parts)
            return hashlib.new(HASHES[wish["algorithm"].removesuffix("-sess")], joined).hexdigest()

        user, password = sys.argv[1], sys.argv[2]
        name = params.get("username") or unquote(params.get("username*", "").split("''")[-1])
        if name != (digest(user, REALM) if wish["userhash"] else user):
            return None
        secret = digest(user, REALM, password)
        if wish["algorithm"].endswith("-sess"):
            secret = digest(secret, params["nonce"], params["cnonce"])
        asked = [self.command, params["uri"]]
        if params["uri"] != self.path:
            return None
        if wish["qop"] == "auth-int":
            asked.append(digest(body))
        if not wish["qop"]:
            return digest(secret, params["nonce"], digest(*asked))
        return digest(secret, params["nonce"], params["nc"], params["cnonce"], params["qop"], digest(*asked))


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
