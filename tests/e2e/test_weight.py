"""What the page weighs before anybody can work: computed from what was built, without a browser."""

from __future__ import annotations

import gzip
import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from engine.paths import static_dir
from tests.e2e.desk import Desk

MAX_FIRST_LOAD = 350 * 1024
ENTRY, LOGIN = "index.html", "src/pages/LoginPage.tsx"
HEAVY = {
    "form viewer": b"fjs-container",
    "diagram viewer": b"djs-container",
    "modeler": b"djs-palette",
    "decision tables": b"tjs-container",
    "form editor": b"fjs-editor-container",
    "charts": b"zrender",
}
"""Words that stay in the code of a heavy library when it is made small."""


def manifest() -> dict[str, Any]:
    """What was built out of what."""
    root = static_dir()
    path = root / ".vite" / "manifest.json" if root else None
    if path is None or not path.is_file():
        if os.environ.get("GUICHENG_REQUIRE_BROWSER"):
            pytest.fail("Expected the built page in api/static", pytrace=False)
        pytest.skip("Expected the built page in api/static")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def loaded_at_once(chunks: dict[str, Any], *names: str) -> Iterator[str]:
    """The chunks that these ones need before they run, and themselves."""
    seen: set[str] = set()
    waiting = list(names)
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            waiting.extend(chunks[name].get("imports", ()))
            yield name


def code_of(chunks: dict[str, Any], *names: str) -> dict[str, bytes]:
    root = static_dir() or Path()
    files = {chunks[name]["file"] for name in loaded_at_once(chunks, *names)}
    return {file: (root / file).read_bytes() for file in files if file.endswith(".js")}


def test_first_load_of_the_inbox_is_light() -> None:
    """With the login, as somebody gets it who opens the page for the first time."""
    found = code_of(manifest(), ENTRY, LOGIN)

    total = sum(len(gzip.compress(code)) for code in found.values())

    assert total <= MAX_FIRST_LOAD, f"{total} bytes in {len(found)} files"


def test_heavy_libraries_wait_until_they_are_opened() -> None:
    chunks = manifest()
    at_once = code_of(chunks, ENTRY, LOGIN)

    early = {
        library: file
        for library, word in HEAVY.items()
        for file, code in at_once.items()
        if word in code
    }

    assert early == {}


@pytest.mark.browser
@pytest.mark.long
def test_inbox_answers_within_two_seconds_on_a_slow_processor(
    sit_down: Callable[..., Desk],
) -> None:
    """Four times slower than this machine; until the first row, or the state, can be used."""
    desk = sit_down("gm")
    slow = desk.context.new_cdp_session(desk.page)
    slow.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    desk.page.goto(f"{desk.address}/inbox", wait_until="commit")
    desk.page.locator("#inbox-panel .list, #inbox-panel .state").first.wait_for()

    passed = desk.page.evaluate("performance.now()")

    assert passed <= 2_000, f"{passed:.0f} ms"
