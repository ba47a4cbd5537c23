"""Editing a clause marks what cites it, in every process, until the owner of each confirms it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clauses.marks import ClauseMark
from engine.clock import FixedClock
from engine.core.people import SYSTEM
from engine.errors import DeploymentRefused, Finding, InvalidState, NotPermitted
from tests.dmn.files import decision, definitions, table
from tests.properties.office import form, process, user_task

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
HEAD = "id,procedure,kind,text,figure,source\n"
LIMIT = "OWN-001,a,threshold,三百元以内由主任批准,<=300,制度\n"
OTHER = "OWN-002,a,step,先登记后领用,,制度\n"
CLERK = 'kind="role" value="admin-clerk"'
SIGNED = {"type": "textfield", "key": "sign", "label": "签字", "properties": {"clauses": "OWN-001"}}
TIERS = definitions(
    decision("D-OWN-1", table(["amount"], ["tier"], [("-", '"director"')]))
).replace(b'<rule id="r1">', b'<rule id="r1"><description>OWN-001: \xe5\xb0\x8f</description>', 1)


def cites(clauses: str) -> str:
    return f'guicheng:clauses="{clauses}"'


def two_steps(key: str) -> bytes:
    """A process whose first step cites both clauses and whose form cites the first."""
    body = (
        '<startEvent id="begin" name="开始"/>'
        + user_task("approve", "own_sign", CLERK, extra=cites("OWN-001 OWN-002"))
        + f'<manualTask id="issue" name="领用" {cites("OWN-002")}/>'
        + '<endEvent id="done" name="完成"/>'
    )
    return process(key, body, "f1 begin approve\nf2 approve issue\nf3 issue done")


@pytest.fixture(params=["memory", "sqlite"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'office.db'}"
    options = Options(clauses=frozenset({"OWN-001", "OWN-002"}))
    with open_engine(url, clock=FixedClock(NOW), options=options) as engine:
        both = [(f"{key}.bpmn", two_steps(key)) for key in ("a", "b")]
        publish(engine, HEAD + LIMIT + OTHER, *both)
        yield engine


def publish(engine: Engine, clauses: str, *files: tuple[str, bytes]) -> tuple[Finding, ...]:
    """The warnings about what is to be reviewed."""
    sent = [("clauses.csv", clauses.encode()), ("own_sign.form", form("own_sign", SIGNED)), *files]
    found = engine.runtime.deploy(sent, engine.runtime.person("admin")).findings
    return tuple(one for one in found if one.rule == "clause-to-review")


def waiting(engine: Engine) -> list[tuple[str, str, str]]:
    return [(one.clause, one.process, one.element) for one in engine.runtime.clause_marks.open()]


def own(engine: Engine, login: str, key: str) -> None:
    """Make the person the owner of one process."""
    rights = {"rights": {key: {"own": [f"user:{login}"]}}}
    engine.runtime.roster.apply(engine.runtime.roster.plan_change(rights), SYSTEM)


def test_edited_clause_marks_each_citing_element_of_each_process_once(engine: Engine) -> None:
    assert waiting(engine) == []
    edited = HEAD + LIMIT.replace("<=300", "<=500") + OTHER

    warned = publish(engine, edited)
    again = publish(engine, edited, ("b.bpmn", two_steps("b").replace("完成".encode(), b"end")))

    assert waiting(engine) == [("OWN-001", "a", "approve"), ("OWN-001", "b", "approve")]
    assert (
        [one.element_id for one in warned] == [one.element_id for one in again] == ["approve"] * 2
    )
    assert {one.severity for one in warned} == {"warning"}
    assert again[1].line  # of the file that was published with it
    mark: ClauseMark = engine.runtime.clause_marks.open()[0]
    assert mark.places == ("approve", "own_sign.sign")
    assert (mark.before, mark.after) == (
        "三百元以内由主任批准 [<=300]",
        "三百元以内由主任批准 [<=500]",
    )
    assert (mark.marked_by, mark.marked_at) == ("admin", NOW)
    assert engine.runtime.written.all()["OWN-001"].figure == "<=500"


def test_mark_stays_until_the_owner_of_that_process_confirms_it(engine: Engine) -> None:
    publish(engine, HEAD + LIMIT + OTHER.replace("先登记", "须先登记"))
    own(engine, "cashier", "a")
    marks, owner = engine.runtime.clause_marks, engine.runtime.person("cashier")
    assert len(marks.seen_by(owner)) == 2  # the two elements of a, none of b
    assert len(waiting(engine)) == 4

    with pytest.raises(NotPermitted):
        marks.review("OWN-002", "b", owner)
    done = marks.review("OWN-002", "a", owner, element="issue", note="流程不变")
    with pytest.raises(InvalidState):
        marks.review("OWN-002", "a", owner, element="issue")
    marks.review("OWN-002", "a", owner)

    assert [one.element for one in done] == ["issue"]
    assert waiting(engine) == [("OWN-002", "b", "approve"), ("OWN-002", "b", "issue")]
    (told,) = [one for one in marks.all() if one.id == done[0].id]
    assert (told.reviewed_by, told.reviewed_at, told.note) == ("cashier", NOW, "流程不变")
    assert told.before == "先登记后领用"
    before = marks.all()
    engine.runtime.store.rebuild()
    assert marks.all() == before
    assert engine.verify().ok
    types = [entry.type for entry in engine.history(told.id)]
    assert types == ["Command:MarkClause", "ClauseMarked", "Command:ReviewClause", "ClauseReviewed"]


def test_only_what_a_clause_says_counts(engine: Engine) -> None:
    moved = HEAD + OTHER.replace("制度", "制度 › 一") + LIMIT + "OWN-003,a,step,新的一条,,制度\n"

    assert publish(engine, moved) == ()
    struck = publish(engine, HEAD + LIMIT)

    assert len(struck) == 4
    assert {one.after for one in engine.runtime.clause_marks.open()} == {""}


def test_rule_of_a_decision_that_cites_the_clause_marks_the_element_that_asks_for_it(
    engine: Engine,
) -> None:
    asks = process(
        "c",
        '<startEvent id="begin" name="开始"/><businessRuleTask id="tier" name="分档" '
        'guicheng:decisionId="D-OWN-1" guicheng:resultVariable="tier"/>'
        '<endEvent id="done" name="完成"/>',
        "f1 begin tier\nf2 tier done",
    ).replace(b'name="c"', b'name="c" guicheng:variables="amount"')
    sent = (("c.bpmn", asks), ("d.dmn", TIERS))
    publish(engine, HEAD + LIMIT + OTHER, *sent)

    publish(engine, HEAD + LIMIT.replace("主任", "经理") + OTHER)

    (found,) = [one for one in engine.runtime.clause_marks.open() if one.process == "c"]
    assert (found.element, found.places) == ("tier", ("D-OWN-1/r1",))


@pytest.mark.parametrize(
    "wrong",
    [
        HEAD.replace("figure,", ""),
        HEAD + LIMIT + LIMIT,
        HEAD + "OWN-001,a,step,,,制度\n",
        HEAD + "OWN-001,a\n",
        HEAD + 'OWN-001,a,step,"x',
    ],
)
def test_clauses_that_cannot_be_read_are_refused(engine: Engine, wrong: str) -> None:
    with pytest.raises(DeploymentRefused) as caught:
        publish(engine, wrong)

    assert caught.value.findings[0].rule == "clauses"
    assert waiting(engine) == []
    assert engine.runtime.written.all()["OWN-001"].figure == "<=300"
