"""The addresses of the page, as its own source names them."""

from __future__ import annotations

import re

from tests.docs.pages import ROOT

SOURCE = ROOT / "web" / "src" / "routes.tsx"
_PATH = re.compile(r"\bpath: '([^']*)'")
_ROOTS = {"/", "*"}


def routes() -> list[str]:
    """`/login`, `/tasks/:id`, ...: without the root, which leads to the inbox, and what is not."""
    found = [path for path in _PATH.findall(SOURCE.read_text("utf-8")) if path not in _ROOTS]
    return ["/" + path.removeprefix("/") for path in found]
