"""Serves the built page: hashed assets for ever, and index.html for every address of the page."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

FOR_EVER: Final = "public, max-age=31536000, immutable"
_MISSING: Final = 404


class Page(StaticFiles):
    """The folder that the front-end build wrote."""

    def __init__(self, folder: Path) -> None:
        super().__init__(directory=folder, html=True)

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file; index.html where the page's own router decides, which no file name does."""
        try:
            found = await super().get_response(path, scope)
        except HTTPException as error:
            if error.status_code != _MISSING or _names_a_file(path) or path.startswith("api/"):
                raise
            found = await super().get_response("index.html", scope)
        hashed = path.startswith("assets/") and found.status_code < _MISSING
        found.headers["Cache-Control"] = FOR_EVER if hashed else "no-cache"
        return found


def _names_a_file(path: str) -> bool:
    """Below the page's own addresses there are none: the id of a task may have a dot."""
    folder, _, name = path.rpartition("/")
    return folder.startswith("assets") or (not folder and "." in name)
