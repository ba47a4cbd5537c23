"""Refusals of the edge itself."""

from __future__ import annotations

from engine.errors import CommandRejected, NotPermitted


class Refused(CommandRejected):
    """A refusal of the edge itself, by kind."""

    def __init__(self, kind: str, zh: str, en: str) -> None:
        super().__init__(zh, en)
        self.kind = kind


class OutOfScope(NotPermitted):
    """The person might, but this token may not."""


class UnknownToken(Refused):
    """A token that opens nothing: never made, revoked, or over."""


def not_signed_in() -> Refused:
    """Nobody is logged in."""
    return Refused("not-signed-in", "请先登录", "Sign in first")
