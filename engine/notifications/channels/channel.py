"""What a channel is given and what it can raise."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One notification in the words of its reader."""

    id: str
    kind: str
    subject: str
    detail: str
    link: str
    at: datetime
    instance_id: str
    work_item_id: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outgoing:
    """One message to one person. `key` is the same in every attempt: who receives a message twice
    knows it by that."""

    key: str
    login: str
    name: str
    address: str  # of the person in this channel; empty where none is needed
    subject: str
    parts: Sequence[Part]
    sent_at: datetime

    def text(self) -> str:
        """The whole message as plain text."""
        return "\n\n".join(
            "\n".join(line for line in (part.subject, part.detail, part.link) if line)
            for part in self.parts
        )


def one_line(text: str) -> str:
    """The text without what would end a line, a header above all, or show as nothing."""
    kept = "".join(one if one.isprintable() else " " for one in text)
    return " ".join(kept.split())


class ChannelFault(Exception):
    """The message did not go out. `may_pass`: worth another attempt; `hangs`: the receiver took
    all the time that it has without an answer."""

    def __init__(self, reason: str, *, may_pass: bool = True, hangs: bool = False) -> None:
        super().__init__(reason)
        self.may_pass = may_pass
        self.hangs = hangs


class Channel(Protocol):
    """One way out. Raises ChannelFault."""

    kind: str
    needs_address: bool  # whether only people with an address of their own are reached

    def send(self, message: Outgoing) -> None: ...
