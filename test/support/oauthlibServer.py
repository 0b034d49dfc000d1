"""An authorization server (RFC 6749) made of oauthlib: one client, one user; prints its port first."""
import base64
import json
import os
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import unquote_plus

os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
from oauthlib.oauth2 import RequestValidator, Server  # noqa: E402

SECRET, USER, PASSWORD = sys.argv[1:]
GRANTED = []
REFRESH = {}


class Client:
    client_id = "service"


class Validator(RequestValidator):
    def client_authentication_required(self, request, *_, **__):
        return True

    def authenticate_client(self, request, *_, **__):
        given = request.headers.get("Authorization", "")
        if given.startswith("Basic "):
            pair = base64.b64decode(given[6:]).decode().split(":", 1)
            name, secret = [unquote_plus(part) for part in pair]
        else:
            name, secret = request.client_id, request.client_secret
        request.client = Client()
        return name == Client.client_id and secret == SECRET

    def validate_user(self, username, password, client, request, *_, **__):
        request.user = username
        return username == USER and password == PASSWORD

    def validate_grant_type(self, *_, **__):
        return True

    def validate_scopes(self, client_id, scopes, *_, **__):
        return set(scopes) <= {"api"}

    def get_default_scopes(self, *_, **__):
        return ["api"]

    def save_bearer_token(self, token, request, *_, **__):
        if "refresh_token" in token:
            REFRESH[token["refresh_token"]] = request.user
        user = request.user or "-"
        GRANTED.append(f"{request.grant_type} {request.client.client_id} {user} {token['scope']}")

    def validate_refresh_token(self, refresh_token, client, request, *_, **__):
        request.user = REFRESH.get(refresh_token)
        return request.user is not None

    def get_original_scopes(self, *_, **__):
        return ["api"]

    def rotate_refresh_token(self, request):
        return True


SERVER = Server(Validator())


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *_):
        pass

    def answer(self, status, headers, text):
        body = text.encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_GET(self):
        self.answer(200, {"Content-Type": "application/json"}, json.dumps(GRANTED))

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        url = f"http://127.0.0.1:{self.server.server_port}{self.path}"
        headers, text, status = SERVER.create_token_response(url, "POST", body, dict(self.headers))
        self.answer(status, headers, text)


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
print(server.server_port, flush=True)
server.serve_forever()
