"""The reference page is the one that the code generates."""

from __future__ import annotations

from tools.feel_docs import TARGET, page


def test_reference_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "run python -m tools.feel_docs"
