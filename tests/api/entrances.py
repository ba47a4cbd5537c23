"""How people and programs come in, kept so that a test need not log in ten of them."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi.testclient import TestClient

from tests.api.conftest import Browser, open_browser


@dataclass(frozen=True)
class Entrance:
    """How one of the ten comes in: what their browser or program keeps."""

    cookies: dict[str, str]
    headers: dict[str, str]
    csrf: str

    def browser(self, client: TestClient) -> Browser:
        """A browser of theirs on this server."""
        own = TestClient(client.app, raise_server_exceptions=False, cookies=self.cookies)
        own.headers.update(self.headers)
        return Browser(own, self.csrf)


def entrance(client: TestClient, who: str) -> Entrance:
    """Log in, or have a token made; `-` is nobody, `system` another program."""
    if who in {"token", "system"}:
        secret = "let me in"
        if who == "token":
            owner = open_browser(client, "salesperson")
            secret = owner.post("/tokens", {"name": "x", "scopes": ["read"]}).json()["secret"]
        return Entrance({}, {"Authorization": f"Bearer {secret}"}, "")
    browser = open_browser(client, who)
    return Entrance(dict(browser.client.cookies), {}, browser.csrf)
