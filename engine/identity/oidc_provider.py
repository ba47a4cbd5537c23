"""What an identity provider is asked: its discovery document, keys, and a token for a code."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from threading import Lock
from typing import Any, Final
from urllib.parse import urlsplit

from engine.access import OidcSettings
from engine.errors import CommandRejected
from engine.ports import Clock

ALGORITHMS: Final = ("RS256", "PS256", "ES256")
"""Signed with the provider's private key: neither `none` nor our shared secret will do."""
LEEWAY_SECONDS: Final = 60
TIMEOUT_SECONDS: Final = 10
KEEP: Final = timedelta(hours=1)
MAX_BYTES: Final = 1_000_000
LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})
_NEEDED: Final = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderUnavailable(CommandRejected):
    """The provider cannot be reached, or what it says of itself cannot be used."""

    kind = "unavailable"

    def __init__(self, why: str) -> None:
        super().__init__("身份提供方暂时不可用", f"Expected a usable identity provider: {why}")


class CodeRefused(CommandRejected):
    """The provider does not honour the code, or its identity token does not hold."""

    kind = "not-signed-in"

    def __init__(self, why: str) -> None:
        super().__init__("身份提供方的答复不可信，请重新登录", f"Expected a valid login: {why}")


class Provider:
    """One provider over HTTPS. Its discovery document and keys are kept for an hour."""

    def __init__(self, settings: OidcSettings, clock: Clock) -> None:
        _must_be_safe(settings.issuer)
        self._settings = settings
        self._clock = clock
        self._lock = Lock()
        self._known: tuple[Any, Mapping[str, Any], Any] | None = None

    def address(self, state: str, nonce: str, verifier: str) -> str:
        """Where the browser is sent to log in."""
        about, _ = self._about()
        with self._client() as client:
            url, _ = client.create_authorization_url(
                about["authorization_endpoint"], state=state, nonce=nonce, code_verifier=verifier
            )
        return str(url)

    def claims(self, code: str, verifier: str, nonce: str) -> Mapping[str, Any]:
        """The checked claims of the identity token that the code is good for."""
        about, keys = self._about()
        token = self._fetch(about, code, verifier)
        value = token.get("id_token")
        if not isinstance(value, str):
            raise CodeRefused("the answer holds no identity token")
        return self._checked(value, keys, {"nonce": nonce, "access": token.get("access_token")})

    def _checked(self, value: str, keys: Any, given: Mapping[str, Any]) -> Mapping[str, Any]:
        from authlib.oidc.core import CodeIDToken
        from joserfc import jwt
        from joserfc.errors import JoseError

        try:
            token = jwt.decode(value, keys, algorithms=list(ALGORITHMS))
            claims = CodeIDToken(
                token.claims,
                token.header,
                options={
                    "iss": {"essential": True, "value": self._settings.issuer},
                    "aud": {"essential": True, "value": self._settings.client_id},
                    "sub": {"essential": True},
                },
                params={
                    "nonce": given["nonce"],
                    "client_id": self._settings.client_id,
                    "access_token": given["access"],
                },
            )
            claims.validate(now=int(self._clock.now().timestamp()), leeway=LEEWAY_SECONDS)
        except (JoseError, ValueError) as error:
            self._forget()  # it may have new keys
            raise CodeRefused(str(error)) from error
        return dict(claims)

    def _fetch(self, about: Mapping[str, Any], code: str, verifier: str) -> Mapping[str, Any]:
        from authlib.integrations.base_client import OAuthError
        from httpx2 import HTTPError

        try:
            with self._client() as client:
                token: Mapping[str, Any] = client.fetch_token(
                    about["token_endpoint"],
                    grant_type="authorization_code",
                    code=code,
                    code_verifier=verifier,
                )
        except OAuthError as error:
            raise CodeRefused(str(error.error)) from error
        except (HTTPError, ValueError) as error:
            raise ProviderUnavailable(type(error).__name__) from error
        return token

    def _about(self) -> tuple[Mapping[str, Any], Any]:
        with self._lock:
            known, now = self._known, self._clock.now()
            if known is None or now - known[0] >= KEEP:
                known = (now, *self._discovered())
                self._known = known
            return known[1], known[2]

    def _forget(self) -> None:
        with self._lock:
            self._known = None

    def _discovered(self) -> tuple[Mapping[str, Any], Any]:
        from joserfc.errors import JoseError
        from joserfc.jwk import KeySet

        issuer = self._settings.issuer
        about = self._json(issuer.rstrip("/") + "/.well-known/openid-configuration")
        if about.get("issuer") != issuer:
            raise ProviderUnavailable("it calls itself by another name")
        if "S256" not in about.get("code_challenge_methods_supported", ["S256"]):
            raise ProviderUnavailable("it knows no PKCE with S256")
        for name in _NEEDED:
            _must_be_safe(str(about.get(name, "")))
        try:
            keys = KeySet.import_key_set(self._json(about["jwks_uri"]))  # type: ignore[arg-type]
        except (JoseError, ValueError, KeyError) as error:
            raise ProviderUnavailable("its keys cannot be read") from error
        return about, keys

    def _json(self, url: str) -> dict[str, Any]:
        import httpx2

        try:
            answer = httpx2.get(url, timeout=TIMEOUT_SECONDS, follow_redirects=False)
            answer.raise_for_status()
            found = answer.json() if len(answer.content) <= MAX_BYTES else None
        except (httpx2.HTTPError, ValueError) as error:
            raise ProviderUnavailable(type(error).__name__) from error
        if not isinstance(found, dict):
            raise ProviderUnavailable("it does not answer with a JSON object")
        return found

    def _client(self) -> Any:
        from authlib.integrations.httpx_client import OAuth2Client

        return OAuth2Client(
            self._settings.client_id,
            self._settings.client_secret,
            scope="openid profile email",
            redirect_uri=self._settings.redirect_uri,
            code_challenge_method="S256",
            timeout=TIMEOUT_SECONDS,
        )


def _must_be_safe(url: str) -> None:
    """HTTPS, except on this very machine."""
    parts = urlsplit(url)
    local = parts.scheme == "http" and parts.hostname in LOOPBACK
    if not parts.hostname or not (parts.scheme == "https" or local):
        raise ProviderUnavailable(f"expected an https address, got {url[:200]!r}")
