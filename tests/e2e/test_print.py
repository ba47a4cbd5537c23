"""The approval sheet comes out of a printer as paper: A4, no navigation, every opinion whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Route, expect

from engine.embedding import Engine
from tests.e2e.desk import Desk

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
A4 = (595, 842)
LONG = "价格与去年相同，付款方式改为验收后三十日内，请财务部复核后再盖章。" * 6


def test_sheet_of_any_length_is_printed_on_whole_pages(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    engine.deploy(HERE / "round.bpmn", HERE / "sign.form", by="admin")
    case = engine.start("round", {"matter": "参加展会"}, by="salesperson")
    head = sit_down("sales-manager")
    head.take("会签请示")
    head.tick("同意")
    head.page.get_by_label("意见（必填）").fill("同意")
    head.send()
    head.leave()

    clerk = sit_down("salesperson")
    assert pages_with(clerk, case.id, 1) == 1
    assert pages_with(clerk, case.id, 30) > 1


def pages_with(desk: Desk, case: str, steps: int) -> int:
    """How many pages the sheet takes with so many opinions, each as long as people write them."""

    def more(route: Route) -> None:
        answer = route.fetch()
        sheet: dict[str, Any] = answer.json()
        said = {"opinion": LONG} if steps > 1 else {}
        sheet["steps"] = [{**sheet["steps"][0], **said} for _ in range(steps)]
        route.fulfill(response=answer, json=sheet)

    page = desk.page
    page.route("**/sheet", more)
    desk.go(f"/cases/{case}/print")
    expect(page.locator(".sheet-steps tbody tr")).to_have_count(steps)
    page.unroute("**/sheet")
    page.emulate_media(media="print")
    for screen_only in (".side", ".nav", ".sheet-tools"):
        assert page.locator(screen_only).first.is_hidden(), screen_only
    expect(page.locator(".sheet-proof")).to_be_visible()
    assert desk.overflow() <= 0
    paper = page.pdf(prefer_css_page_size=True)
    page.emulate_media(media="screen")
    sizes = re.findall(rb"/MediaBox\s*\[0 0 ([\d.]+) ([\d.]+)\]", paper)
    assert {(round(float(w)), round(float(h))) for w, h in sizes} == {A4}
    return len(sizes)
