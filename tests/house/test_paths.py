"""Where shipped data is found in a checkout."""

from __future__ import annotations

from pathlib import Path

from engine import paths

ROOT = Path(__file__).resolve().parents[2]


def test_shipped_data_lies_at_the_root_of_a_checkout() -> None:
    assert paths.processes_dir() == ROOT / "processes"
    assert paths.forms_dir() == ROOT / "forms"


def test_page_is_found_only_when_it_was_built() -> None:
    static = paths.static_dir()

    assert static == (
        ROOT / "api" / "static" if (ROOT / "api/static/index.html").exists() else None
    )
