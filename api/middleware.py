"""What surrounds every request: bounded bodies, and headers that keep browsers careful."""

from __future__ import annotations

from typing import Final

from starlette.datastructures import MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import problem
from engine.errors import Text

POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; "
    "object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
"""Ant Design and bpmn-js write styles at run time: inline styles are allowed, scripts are not."""

HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


HTTPS_ONLY: Final = {"Strict-Transport-Security": "max-age=31536000; includeSubDomains"}


class SecurityHeaders:
    """Adds the headers that a response has not set itself; API answers are not cached."""

    def __init__(self, app: ASGIApp, *, https: bool = False) -> None:
        self.app = app
        self._headers = {**HEADERS, **HTTPS_ONLY} if https else HEADERS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        private = scope["path"].startswith("/api/")

        async def send_with(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in self._headers.items():
                    headers.setdefault(name, value)
                if private:
                    headers.setdefault("Cache-Control", "no-store")
            await send(message)

        await self.app(scope, receive, send_with)


class _TooLarge(Exception):
    """The body has passed the limit; never leaves this module."""


class BoundedBodies:
    """Refuses bodies over a limit, declared or not; uploads have a limit of their own."""

    def __init__(self, app: ASGIApp, *, usual: int, files: int) -> None:
        self.app = app
        self.usual = usual
        self.files = files

    def _limit(self, path: str) -> int:
        uploads = path.endswith(("/files", "/deployments"))
        return self.files + 1_000_000 if uploads else self.usual  # room for multipart's own lines

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        declared = dict(scope["headers"]).get(b"content-length", b"0")
        if not declared.isdigit() or int(declared) > limit:
            await _refuse(limit, scope, receive, send)
            return
        await self._count(limit, scope, receive, send)

    async def _count(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        seen, answered = 0, False

        async def counted() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise _TooLarge
            return message

        async def answer(message: Message) -> None:
            nonlocal answered
            if seen <= limit:
                await send(message)
            elif not answered:  # instead of what the application makes of a body cut short
                await _refuse(limit, scope, receive, send)
            answered = True

        try:
            await self.app(scope, counted, answer)
        except _TooLarge:
            if answered:
                raise
            await _refuse(limit, scope, receive, send)


async def _refuse(limit: int, scope: Scope, receive: Receive, send: Send) -> None:
    text = Text(
        zh=f"请求内容太大，最多 {limit / 1_000_000:g} MB",
        en=f"Expected a body of at most {limit} bytes",
    )
    await problem("too-large", text)(scope, receive, send)
