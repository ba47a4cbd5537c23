"""Sixty hostile texts, stored wherever people may write: the page shows them, and none runs."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import Dialog, expect

from engine.bootstrap import Options
from engine.comments import Room, comment_on
from engine.core.ids import UserId
from engine.core.people import SYSTEM
from engine.embedding import Engine, open_engine
from engine.filters import WORKLIST, SavedFilter
from engine.uploads import Upload
from tests.e2e.desk import PASSWORD, Desk
from tests.hostile_texts import CALL, PAYLOADS

pytestmark = pytest.mark.browser

HERE = Path(__file__).parent
SLOWLY = {
    "/studio/round": ".versions .version",
    "/studio/round/forms/sign": ".fjs-form",
    "/studio/round/edit": ".djs-element",
}
"""What is drawn only when a library has been loaded."""


@pytest.fixture(scope="module")
def company(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One small process whose own names are hostile too."""
    path = tmp_path_factory.mktemp("hostile") / "cases.db"
    diagram = (HERE / "round.bpmn").read_text(encoding="utf-8")
    for number, name in enumerate(("请示会签", "提出请示", '"会签请示"', "已会签")):
        hostile = escape(PAYLOADS[number])
        diagram = diagram.replace(name, f'"{hostile}"' if name[0] == '"' else hostile)
    form = json.loads((HERE / "sign.form").read_text(encoding="utf-8"))
    form["components"][0]["label"] = PAYLOADS[11]
    form["components"].append(
        {"type": "filepicker", "id": "papers", "key": "papers", "label": PAYLOADS[21]}
    )
    with open_engine(f"sqlite:///{path}", options=Options(quick_passwords=True)) as engine:
        (file := path.parent / "sign.form").write_text(json.dumps(form), encoding="utf-8")
        engine.deploy(diagram.encode(), file, by="admin")
        engine.deploy(HERE / "stuck.bpmn", HERE / "where.form", by="admin")
        rename(engine)
        for login in ("salesperson", "sales-manager", "admin"):
            engine.runtime.accounts.set_password(UserId(login), PASSWORD)
    return path


def rename(engine: Engine) -> None:
    """People, a department and a role get hostile names."""
    runtime = engine.runtime
    changes = {
        "people": {"finance-manager": {"name": PAYLOADS[31]}, "gm": {"name": PAYLOADS[41]}},
        "departments": {"sales": {"name": PAYLOADS[51]}},
        "roles": {"gm": {"name": PAYLOADS[59]}},
    }
    runtime.roster.apply(runtime.roster.plan_change(changes), SYSTEM)


def store_everywhere(engine: Engine) -> str:
    """A case for every tenth text; all of them said, and kept as phrases, filters and files."""
    runtime = engine.runtime
    head, clerk = runtime.person("sales-manager"), runtime.person("salesperson")
    case = ""
    now = runtime.clock.now()
    for text in PAYLOADS[::10]:
        paper = runtime.uploads.keep(text.encode(), Upload(owner=clerk.id, name=text, at=now))
        paper_of_form = {"digest": paper.digest, "name": paper.name, "size": paper.size}
        papers = [{**paper_of_form, "type": paper.type}]
        case = engine.start("round", {"matter": text, "papers": papers}, by="salesperson").id
        engine.start("stuck", {"facts": text, "way": text}, by="salesperson")
    signed = next(one for one in engine.worklist(instance=case) if one.candidates != (head.id,))
    engine.complete(signed.id, {"agreed": "yes"}, by="finance-manager", opinion=PAYLOADS[7])
    runtime.studio.drafts.begin("round", runtime.person("admin"))
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
    return case


def refuse(dialog: Dialog, told: list[str]) -> None:
    told.append(dialog.message)
    dialog.dismiss()


def test_sixty_hostile_texts_are_shown_and_none_runs(
    engine: Engine, sit_down: Callable[..., Desk]
) -> None:
    case = store_everywhere(engine)
    head, admin = sit_down("sales-manager"), sit_down("admin")
    item = next(one for one in engine.worklist(instance=case) if "sales-manager" in one.candidates)

    of_head = (
        "/inbox",
        f"/tasks/{item.id}",
        f"/cases/{case}",
        f"/cases/{case}/print",
        "/start",
        "/me",
    )
    of_admin = (
        "/cases",
        "/incidents",
        "/people",
        "/people?view=departments",
        "/audit?tab=search",
        f"/audit/cases/{case}/replay",
        "/studio",
        "/studio/round",
        "/studio/round/forms/sign",
        "/studio/round/edit",
    )

    shown = hostile_texts(head, of_head, patience=5_000)
    shown_to_admin = hostile_texts(admin, of_admin, patience=60_000)  # each shows some

    assert sum(shown.values()) > len(PAYLOADS)
    assert [path for path, count in shown_to_admin.items() if not count] == []


def hostile_texts(desk: Desk, paths: tuple[str, ...], patience: int) -> dict[str, int]:
    """How many of them each page shows within so many milliseconds; that one of them ran fails."""
    page = desk.page
    dialogs: list[str] = []
    page.on("dialog", lambda dialog: refuse(dialog, dialogs))
    found = {}
    for path in paths:
        desk.move(path)
        if path in SLOWLY:
            page.locator(SLOWLY[path]).first.wait_for(state="attached")
        with suppress(AssertionError):  # counted below; some come a moment after the rest
            expect(page.locator("body")).to_contain_text(CALL, timeout=patience)
        found[path] = (page.locator("body").text_content() or "").count(CALL)
        assert page.evaluate("window.ran") is None, path
        acting = page.locator("script:not([src]), iframe[srcdoc], [onerror], [onload]")
        expect(acting).to_have_count(0)
    assert dialogs == []
    return found
