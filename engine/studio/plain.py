"""A draft's facts as JSON text for a row, and back; its files are rows of their own."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson

from engine.studio.model import Origin, Review, ReviewState, StudioDraft, StudioFile

_OPTIONS = orjson.OPT_SORT_KEYS | orjson.OPT_NAIVE_UTC


def body_of(draft: StudioDraft) -> str:
    """All but the files."""
    review = draft.review
    plain = {
        "key": draft.key,
        "version": draft.version,
        "origin": draft.origin,
        "based_on": draft.based_on,
        "created_by": draft.created_by,
        "created_at": draft.created_at,
        "saved_by": draft.saved_by,
        "saved_at": draft.saved_at,
        "authors": list(draft.authors),
        "review": None if review is None else _review_plain(review),
    }
    return orjson.dumps(plain, option=_OPTIONS).decode()


def _review_plain(review: Review) -> dict[str, Any]:
    return {name: getattr(review, name) for name in Review.__slots__}


def draft_of(body: str, files: Iterable[StudioFile]) -> StudioDraft:
    """The draft as it was stored."""
    plain = orjson.loads(body)
    review = plain.pop("review")
    for name in ("created_at", "saved_at"):
        plain[name] = datetime.fromisoformat(plain[name])
    return StudioDraft(
        **{**plain, "origin": Origin(plain["origin"]), "authors": tuple(plain["authors"])},
        files=tuple(sorted(files, key=lambda file: file.name)),
        review=None if review is None else _review_of(review),
    )


def _review_of(plain: dict[str, Any]) -> Review:
    for name in ("asked_at", "decided_at"):
        plain[name] = plain[name] and datetime.fromisoformat(plain[name])
    return Review(**{**plain, "state": ReviewState(plain["state"])})
