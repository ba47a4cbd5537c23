"""Tells the reason of an assignment to somebody else: it was written to whoever it names."""

from __future__ import annotations

import re
from typing import Final

from engine.errors import Text

_VERBS: Final = {
    "are": "is",
    "hold": "holds",
    "took": "took",
    "take": "takes",
    "started": "started",
}
_OPENING: Final = re.compile(rf"^You ({'|'.join(_VERBS)})\b")
_NAMED: Final = re.compile(r"\b(names|chose) you$")
_ASKED: Final = re.compile(r"\bfor your\b")
WHOEVER: Final = Text(zh="办理人", en="whoever does it")
"""Who is meant while nobody has taken it."""


def told_of(reason: Text, who: Text) -> Text:
    """The same reason about `who`, in the third person."""
    named = who.en[:1].upper() + who.en[1:]
    en = _OPENING.sub(lambda found: f"{named} {_VERBS[found[1]]}", reason.en)
    en = _NAMED.sub(lambda found: f"{found[1]} {who.en}", en)
    en = _ASKED.sub(lambda _: f"for {who.en}'s", en)
    return Text(zh=reason.zh.replace("您", who.zh), en=en)
