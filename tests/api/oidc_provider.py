"""A small OpenID Connect provider in a process of its own: discovery, RS256 keys, code, PKCE.

Run as `python -m tests.api.oidc_provider REDIRECT_URI NOW`; it prints its issuer and serves until
it is stopped. Whoever comes is logged in as the person that `/as` was last told; `/faults` makes
its answers wrong in one named way.
"""

from __future__ import annotations

import base64
import hashlib
import json
import secrets
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

from joserfc import jwt
from joserfc.jwk import RSAKey

CLIENT_ID, CLIENT_SECRET = "guicheng", "a secret of the client"
FAULTS = ("issuer", "audience", "nonce", "signature", "expired", "unsigned", "at_hash", "no_token")


class Provider:
    """What the provider knows: its key, the codes it gave out, and who is at the keyboard."""

    def __init__(self, redirect_uri: str, now: int) -> None:
        self.key = RSAKey.generate_key(2048, {"kid": "1", "use": "sig", "alg": "RS256"})
        self.other_key = RSAKey.generate_key(2048, {"kid": "1", "alg": "RS256"})
        self.redirect_uri = redirect_uri
        self.now = now
        self.issuer = ""
        self.person: dict[str, Any] = {}
        self.fault = ""
        self.codes: dict[str, dict[str, str]] = {}

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.issuer,
            "authorization_endpoint": self.issuer + "/authorize",
            "token_endpoint": self.issuer + "/token",
            "jwks_uri": self.issuer + "/keys",
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
        }

    def authorize(self, asked: dict[str, str]) -> str:
        """Where the browser goes back to; raises KeyError or ValueError for a bad request."""
        if asked["client_id"] != CLIENT_ID or asked["redirect_uri"] != self.redirect_uri:
            raise ValueError("unknown client or redirect_uri")
        if asked["response_type"] != "code" or asked["code_challenge_method"] != "S256":
            raise ValueError("expected a code with PKCE")
        if "openid" not in asked["scope"].split():
            raise ValueError("expected the scope openid")
        code = secrets.token_urlsafe(16)
        self.codes[code] = {"nonce": asked["nonce"], "challenge": asked["code_challenge"]}
        return self.redirect_uri + "?" + urlencode({"code": code, "state": asked["state"]})

    def token(self, asked: dict[str, str]) -> dict[str, Any]:
        """The tokens for a code, once; raises KeyError or ValueError when it is not honoured."""
        given = self.codes.pop(asked["code"])
        digest = hashlib.sha256(asked["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if challenge != given["challenge"] or asked["redirect_uri"] != self.redirect_uri:
            raise ValueError("the verifier does not fit")
        access = secrets.token_urlsafe(16)
        answer = {"access_token": access, "token_type": "Bearer", "expires_in": 300}
        if self.fault != "no_token":
            answer["id_token"] = self._signed(self._claims(given["nonce"], access))
        return answer

    def _claims(self, nonce: str, access: str) -> dict[str, Any]:
        half = hashlib.sha256(access.encode()).digest()[:16]
        claims = {
            "iss": self.issuer,
            "aud": CLIENT_ID,
            "sub": "subject-1",
            "iat": self.now,
            "exp": self.now + 300,
            "nonce": nonce,
            "at_hash": base64.urlsafe_b64encode(half).rstrip(b"=").decode(),
            **self.person,
        }
        wrong: dict[str, dict[str, Any]] = {
            "issuer": {"iss": "https://elsewhere.example"},
            "audience": {"aud": "another client"},
            "nonce": {"nonce": "another nonce"},
            "expired": {"exp": self.now - 3600},
            "at_hash": {"at_hash": "x"},
        }
        return {**claims, **wrong.get(self.fault, {})}

    def _signed(self, claims: dict[str, Any]) -> str:
        if self.fault == "unsigned":
            parts = ({"alg": "none"}, claims)
            coded = (base64.urlsafe_b64encode(json.dumps(p).encode()).rstrip(b"=") for p in parts)
            return b".".join((*coded, b"")).decode()
        key = self.other_key if self.fault == "signature" else self.key
        return jwt.encode({"alg": "RS256", "kid": "1"}, claims, key)


class Handler(BaseHTTPRequestHandler):
    """The provider over HTTP."""

    provider: Provider

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/.well-known/openid-configuration":
            self._answer(self.provider.discovery())
        elif parts.path == "/keys":
            self._answer({"keys": [self.provider.key.as_dict(private=False)]})
        elif parts.path == "/authorize":
            self._try(lambda: self._redirect(self.provider.authorize(asked)))
        else:
            self.send_error(404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        if self.path == "/as":
            self.provider.person = json.loads(body)
            self._answer({})
        elif self.path == "/faults":
            self.provider.fault = body
            self._answer({})
        elif self.path == "/token" and self._is_client():
            asked = {name: values[0] for name, values in parse_qs(body).items()}
            self._try(lambda: self._answer(self.provider.token(asked)))
        else:
            self._answer({"error": "invalid_client"}, 401)

    def _is_client(self) -> bool:
        sent = self.headers.get("Authorization", "").removeprefix("Basic ")
        return base64.b64decode(sent).decode() == f"{CLIENT_ID}:{CLIENT_SECRET}"

    def _try(self, answer: Any) -> None:
        try:
            answer()
        except (KeyError, ValueError) as error:
            self._answer({"error": "invalid_grant", "error_description": str(error)}, 400)

    def _redirect(self, url: str) -> None:
        self.send_response(302)
        self.send_header("Location", url)
        self.end_headers()

    def _answer(self, body: dict[str, Any], status: int = 200) -> None:
        content = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: Any) -> None:
        """Be quiet."""


def main() -> None:
    redirect_uri, now = sys.argv[1:]
    Handler.provider = Provider(redirect_uri, int(now))
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Handler.provider.issuer = f"http://127.0.0.1:{server.server_port}"
    sys.stdout.write(Handler.provider.issuer + "\n")
    sys.stdout.flush()
    server.serve_forever()


if __name__ == "__main__":
    main()
