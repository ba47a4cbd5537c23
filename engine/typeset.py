"""Sets an approval sheet as a PDF; the only importer of typst and of the font, the extra `pdf`."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any, Final

import orjson

TEMPLATE: Final = "sheet.typ"


class ExtraMissing(Exception):
    """The packages of the extra `pdf` are not installed."""


def sheet_pdf(data: Mapping[str, Any], pictures: Mapping[str, bytes]) -> bytes:
    """The PDF of the sheet. `data` is what the template reads, plain values only: nothing in it
    is ever read as markup. `pictures` are the files that it names, by name. Raises ExtraMissing."""
    compiler, fonts = _tools()
    files = {"main": _template(), "data.json": orjson.dumps(data), **pictures}
    made: bytes = compiler.compile(files, font_paths=[fonts], ignore_system_fonts=True)
    return made


@cache
def _template() -> bytes:
    return resources.files(__package__).joinpath(TEMPLATE).read_bytes()


def _tools() -> tuple[Any, str]:
    """The compiler, and the folder of the font. Raises ExtraMissing."""
    try:
        import noto_cjk_sans_otc
        import typst
    except ImportError as missing:
        raise ExtraMissing(str(missing)) from missing
    return typst, str(Path(str(noto_cjk_sans_otc.FONT_PATH)).parent)
