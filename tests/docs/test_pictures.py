"""Pictures and pages: what is shown was made by somebody, what was made is shown."""

from __future__ import annotations

import ast
import re
from collections import Counter

from tests.docs.pages import PAGES, ROOT, links_of, text_of
from tests.docs.routes import routes
from tests.e2e.journeys import JOURNEYS
from tools.screenshots import ON_PHONES, VIEWS

IMAGES = ROOT / "docs" / "images"
TEN = ROOT / "docs/explanation/ten-journeys.md"
ROOMS = ROOT / "docs/reference/pages.md"
_DEVICE = re.compile(r"-(?:desktop|phone)\.png$")


def shown() -> set[str]:
    """The files of docs/images that some page refers to."""
    targets = {(page.parent / target).resolve() for page in PAGES for target in links_of(page)}
    return {file.name for file in targets if file.parent == IMAGES}


def of_journeys() -> set[str]:
    return {name for names in JOURNEYS.values() for name in names}


def of_the_demo() -> set[str]:
    """What tools/screenshots.py takes, with the device."""
    return {f"{name}-desktop.png" for name in VIEWS} | {f"{name}-phone.png" for name in ON_PHONES}


def test_every_picture_of_the_page_is_made_by_a_journey_or_from_the_demo() -> None:
    pictures = {name for name in shown() if name.endswith(".png")}
    made = {name for name in pictures if _DEVICE.sub("", name) in of_journeys()} | of_the_demo()

    assert pictures - made == set()
    assert of_journeys() & set(VIEWS) == set()  # or one would overwrite the other


def test_every_picture_is_there_and_is_shown() -> None:
    there = {file.name for file in IMAGES.glob("*.*")}

    assert (shown() - there, there - shown()) == (set(), set())


def test_no_picture_is_a_mere_link_for_an_exclamation_mark_of_another_alphabet() -> None:
    assert [str(page) for page in PAGES if re.search(r"！\[[^\]]*\]\(", text_of(page))] == []


def test_there_are_ten_journeys_and_each_is_one_test_and_one_part_of_the_guide() -> None:
    roles = Counter(role for role, _ in JOURNEYS)
    assert roles == {"employee": 4, "owner": 3, "auditor": 2, "operator": 1}

    marked = Counter(
        ast.literal_eval(f"({found})")
        for file in (ROOT / "tests/e2e").glob("test_*.py")
        for found in re.findall(r"mark\.journey\((.*?)\)", file.read_text("utf-8"))
    )
    assert marked == dict.fromkeys(JOURNEYS, 1)
    for (role, number), names in JOURNEYS.items():
        title, part = rf"^## .*{role} {number}\b.*$", r"(?s:(.*?))(?=^## |\Z)"
        found = re.search(title + part, text_of(TEN), re.MULTILINE | re.IGNORECASE)
        assert found, (role, number)
        assert {_DEVICE.sub("", name) for name in re.findall(r"images/([\w.-]+)", found[1])} == set(
            names
        )


def test_every_address_of_the_page_is_in_the_list_of_pages() -> None:
    listed = re.findall(r"^\|[^|]*\| `([^`]*)` \|", text_of(ROOMS), re.MULTILINE)

    assert sorted(listed) == sorted(routes())
