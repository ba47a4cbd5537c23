"""The list of security requirements: every test that it names exists."""

from __future__ import annotations

import re

import pytest

from tests.docs.pages import ROOT, text_of

PAGE = text_of(ROOT / "docs/reference/asvs.md")
SHOWN, OPEN = PAGE.split("## 没有达到")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(test_\w+)`", PAGE)))


@pytest.mark.parametrize(("file", "test"), NAMED)
def test_every_test_that_is_named_exists(file: str, test: str) -> None:
    code = (ROOT / file).read_text(encoding="utf-8")

    assert re.search(rf"^def {test}\(", code, re.MULTILINE)


def test_every_requirement_that_is_shown_names_its_test() -> None:
    rows = [line for line in SHOWN.splitlines() if re.match(r"\| \d", line)]

    assert len(rows) > 30
    assert [row for row in rows if "::test_" not in row] == []
