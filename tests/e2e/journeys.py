"""The ten journeys that people make in the browser, and the pictures that each one takes of itself.

`pytest tests/e2e -m "browser and not long" --pictures docs/images` takes them anew. Without the
option a journey only proves that it comes by every place that the guides show.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from playwright.sync_api import Page

MOMENT: Final = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
"""A Monday, 9:30 in Shanghai: when the cases of all pictures are worked on."""

Name = tuple[str, int]

JOURNEYS: Final[Mapping[Name, tuple[str, ...]]] = {
    ("employee", 1): ("seal-asked", "seal-decision", "seal-filed"),
    ("employee", 2): ("inbox-together", "task-ahead"),
    ("employee", 3): ("round-advice", "round-agreed"),
    ("employee", 4): ("pocket-inbox", "pocket-task", "pocket-sent"),
    ("owner", 1): ("draft-finding", "draft-review"),
    ("owner", 2): ("limit-raised", "limit-compared"),
    ("owner", 3): ("runs-heat", "runs-step"),
    ("auditor", 1): ("why-back", "why-verdict"),
    ("auditor", 2): ("apart", "apart-pocket"),
    ("operator", 1): ("stuck-trial", "stuck-many"),
}
"""Who goes the way, which of that role's, and what it shows; each is one test that is so marked."""


@dataclass
class Album:
    """The pictures of one test; none are wanted of a test that is no journey."""

    wanted: tuple[str, ...] = ()
    folder: Path | None = None
    taken: set[str] = field(default_factory=set)

    def take(self, page: Page, name: str, device: str) -> None:
        """Keep what the person sees now, or only note that the place was reached."""
        assert name in self.wanted, f"Expected {name} among the pictures of the journey"
        self.taken.add(name)
        if self.folder:
            file = self.folder / f"{name}-{device}.png"
            page.screenshot(path=file, animations="disabled", caret="hide")
