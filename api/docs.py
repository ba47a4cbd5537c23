"""Shows /openapi.json at /docs with a page of our own: nothing is loaded from elsewhere."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

from fastapi import APIRouter
from fastapi.responses import FileResponse

from api.auth import Need, Visit, door

_FOLDER: Final = Path(__file__).parent / "docs_page"

router = APIRouter(include_in_schema=False)


@router.get("/docs")
def page(visit: Annotated[Visit, door(Need.ANYONE)]) -> FileResponse:
    """The page."""
    return FileResponse(_FOLDER / "index.html", media_type="text/html")


@router.get("/docs/docs.js")
def script(visit: Annotated[Visit, door(Need.ANYONE)]) -> FileResponse:
    """Its script."""
    return FileResponse(_FOLDER / "docs.js", media_type="text/javascript")


@router.get("/docs/docs.css")
def style(visit: Annotated[Visit, door(Need.ANYONE)]) -> FileResponse:
    """Its style."""
    return FileResponse(_FOLDER / "docs.css", media_type="text/css")
