"""Sixty hostile texts, stored wherever people may write: the page shows them, and none runs."""

from __future__ import annotations

from collections.abc import Callable
from html import escape
from itertools import product
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

from engine.bootstrap import Options
from engine.comments import Room, comment_on
from engine.core.ids import UserId
from engine.embedding import Engine, open_engine
from engine.filters import WORKLIST, SavedFilter
from engine.uploads import Upload
from tests.e2e.desk import PASSWORD, Desk

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
CALL = "window.ran=1"
WRAPS = (
    "{}",
    '"><b>{}',
    "'>{}",
    "</textarea>{}",
    "</script>{}",
    "{{{{constructor.constructor('{}')()}}}}",
)
CORES = (
    f"<script>{CALL}</script>",
    f"<img src=x onerror={CALL}>",
    f"<svg onload={CALL}>",
    f"<svg><script>{CALL}</script></svg>",
    f"<iframe srcdoc='<script>parent.{CALL}</script>'></iframe>",
    f"<details open ontoggle={CALL}>",
    f"<input autofocus onfocus={CALL}>",
    f"<video><source onerror={CALL}></video>",
    f"<math href=javascript:{CALL}>x</math>",
    f"[x](javascript:{CALL}) <a href=javascript:{CALL}>x</a> ${{{CALL}}} = {CALL}",
)
PAYLOADS = [wrap.format(core) for wrap, core in product(WRAPS, CORES)]


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small process whose own names are hostile too."""
    path = tmp_path_factory.mktemp("hostile") / "cases.db"
    diagram = (HERE / "round.bpmn").read_text(encoding="utf-8")
    for number, name in enumerate(("请示会签", "提出请示", '"会签请示"', "已会签")):
        hostile = escape(PAYLOADS[number])
        diagram = diagram.replace(name, f'"{hostile}"' if name[0] == '"' else hostile)
    form = (HERE / "sign.form").read_text(encoding="utf-8").replace("事项", "<img src=x onerror=1>")
    with open_engine(f"sqlite:///{path}", options=Options(quick_passwords=True)) as engine:
        (folder := path.parent / "sign.form").write_text(form, encoding="utf-8")
        engine.deploy(diagram.encode(), folder, by="admin")
        for login in ("salesperson", "sales-manager"):
            engine.runtime.accounts.set_password(UserId(login), PASSWORD)
    return path


def store_everywhere(engine: Engine) -> str:
    """A case for every tenth text; all of them said, and kept as phrases, filters and files."""
    runtime = engine.runtime
    head, clerk = runtime.person("sales-manager"), runtime.person("salesperson")
    case = ""
    for text in PAYLOADS[::10]:
        case = engine.start("round", {"matter": text}, by="salesperson").id
    now = runtime.clock.now()
    room = Room(runtime.store, runtime.people, lambda _: False)
    for text in PAYLOADS:
        runtime.dispatch(comment_on(case, text, clerk, room), clerk)
    runtime.phrases.keep(head.id, PAYLOADS[:50])
    for number, text in enumerate(PAYLOADS[50:]):
        kept = SavedFilter(
            id=f"hostile-{number}",
            owner=head.id,
            name=text[:100],
            list=WORKLIST,
            asked={},
            shared_with=(),
            made_at=now,
        )
        runtime.filters.save(kept, head)
    runtime.uploads.keep(b"x", Upload(owner=clerk.id, name=PAYLOADS[1], at=now))
    return case


def refuse(dialog: Dialog, told: list[str]) -> None:
    told.append(dialog.message)
    dialog.dismiss()


def test_sixty_hostile_texts_are_shown_and_none_runs(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    case = store_everywhere(engine)
    head = sit_down("sales-manager")
    page = head.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: refuse(dialog, dialogs))
    item = next(one for one in engine.worklist(instance=case) if "sales-manager" in one.candidates)

    shown = 0
    paths = (
        "/inbox",
        f"/tasks/{item.id}",
        f"/cases/{case}",
        f"/cases/{case}/print",
        "/start",
        "/me",
    )
    for path in paths:
        head.go(path)
        shown += page.locator("body").inner_text().count(CALL)
        assert page.evaluate("window.ran") is None, path
    expect(page.locator("script:not([src]), iframe[srcdoc], [onerror], [onload]")).to_have_count(0)
    assert shown > len(PAYLOADS)
    assert dialogs == []
