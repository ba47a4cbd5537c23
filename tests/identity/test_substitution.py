"""Substitution (代理): named, in effect for its time, refused with the reason, ended by leaving."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine import Engine, open_engine
from engine.bootstrap import Options
from engine.clock import FixedClock
from engine.core.events import SubstituteActed, WorkItemCompleted
from engine.core.people import SYSTEM, Person
from engine.errors import CommandRejected, InvalidCommand, InvalidState, NotFound, NotPermitted
from engine.history.sentences import Names, sentence
from engine.people_records import SubstitutionRow, Wish
from tests.identity.given import process

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
ABSENT, SUBSTITUTE = "sales-manager", "hr-admin"


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A migrated database: made once, copied for each test."""
    path = tmp_path_factory.mktemp("empty") / "cases.db"
    open_engine(f"sqlite:///{path}").close()
    return path.read_bytes()


@pytest.fixture
def engine(clock: FixedClock, tmp_path: Path, empty: bytes) -> Iterator[Engine]:
    path = tmp_path / "cases.db"
    path.write_bytes(empty)
    options = Options(clock=clock, quick_passwords=True)
    with open_engine(f"sqlite:///{path}", options=options) as opened:
        yield opened


def begin(engine: Engine, assignment: str, **more: Any) -> str:
    """A case whose task is open, and the id of the task."""
    engine.deploy(process(assignment, **more), by="admin", draft=True)
    case = engine.start("asked", {}, by="admin")
    [item] = engine.worklist(instance=case.id)
    return item.id


def name(engine: Engine, by: str = ABSENT, **more: Any) -> SubstitutionRow:
    wish = {"person": ABSENT, "substitute": SUBSTITUTE, "ends_at": NOW + 5 * DAY, **more}
    actor = SYSTEM if by == "system" else engine.runtime.person(by)
    return engine.runtime.substitutions.name(Wish(**wish), actor)


def who(engine: Engine, login: str) -> Person:
    return engine.runtime.person(login)


def absent_on(engine: Engine, item: str, substitute: str = SUBSTITUTE) -> str | None:
    view = engine.runtime.store.work_item(item)
    assert view is not None
    found = engine.runtime.substitutions.absent_on(who(engine, substitute), view)
    return found.id if found else None


def test_substitute_does_the_work_and_history_says_for_whom(engine: Engine) -> None:
    item = begin(engine, f'kind="user" value="{ABSENT}"')
    name(engine)

    assert absent_on(engine, item) == ABSENT
    outcome = engine.complete(item, {}, by=SUBSTITUTE, absent=ABSENT)

    acted, completed = outcome.events[0], outcome.events[1]
    assert isinstance(acted, SubstituteActed)
    assert isinstance(completed, WorkItemCompleted)
    assert (completed.by, acted.on_behalf_of) == (SUBSTITUTE, ABSENT)
    assert sentence(acted, Names()).zh.startswith(f"{SUBSTITUTE}代{ABSENT}办理")
    command = engine.history(outcome.instance_id)[-len(outcome.events) - 1].content
    assert command.on_behalf_of.id == ABSENT
    assert engine.replay(outcome.instance_id).equal
    assert engine.verify().ok


def test_it_begins_and_ends_by_itself(engine: Engine, clock: FixedClock) -> None:
    item = begin(engine, f'kind="user" value="{ABSENT}"')
    name(engine, begins_at=NOW + DAY, ends_at=NOW + 2 * DAY)

    assert absent_on(engine, item) is None
    clock.advance(DAY)
    assert absent_on(engine, item) == ABSENT
    clock.advance(DAY)
    assert absent_on(engine, item) is None
    with pytest.raises(NotPermitted, match="substitute of sales-manager now"):
        engine.complete(item, {}, by=SUBSTITUTE, absent=ABSENT)


def test_work_of_a_role_of_the_absent_person_is_done_too(engine: Engine) -> None:
    item = begin(engine, 'kind="role" value="salesperson"')
    holders = [one.id for one in engine.runtime.people.holders("salesperson")]
    name(engine, by="system", person=holders[0])

    outcome = engine.claim(item, by=SUBSTITUTE, absent=holders[0])

    view = engine.runtime.store.work_item(item)
    assert view is not None
    assert view.assignee == holders[0], "the work stays the absent person's"
    engine.complete(item, {}, by=SUBSTITUTE, absent=holders[0])
    assert engine.replay(outcome.instance_id).equal


def test_offices_of_the_absent_person_are_not_passed_on(engine: Engine) -> None:
    begin(engine, 'kind="role" value="cashier"')
    name(engine, by="admin", person="admin")

    [acting] = engine.runtime.substitutions.acting_for(who(engine, SUBSTITUTE))

    assert not [one for one in acting.principals if "administrator" in one]


def test_nobody_approves_their_own_case_as_a_substitute(engine: Engine) -> None:
    item = begin(engine, f'kind="user" value="{ABSENT}"')
    name(engine, substitute="admin")

    assert absent_on(engine, item, "admin") is None
    with pytest.raises(NotPermitted):
        engine.complete(item, {}, by="admin", absent=ABSENT)


@pytest.mark.parametrize("kept_apart", [SUBSTITUTE, ABSENT])
def test_separation_of_duties_holds_for_both(engine: Engine, kept_apart: str) -> None:
    item = begin(
        engine,
        f'kind="user" value="{ABSENT}"',
        attributes='guicheng:separateFrom="first"',
        before=f'kind="user" value="{kept_apart}"',
    )
    case = engine.complete(item, {}, by=kept_apart).instance_id
    [item] = [one.id for one in engine.worklist(instance=case)]
    name(engine)

    assert absent_on(engine, item) is None
    with pytest.raises(NotPermitted):
        engine.claim(item, by=SUBSTITUTE, absent=ABSENT)
    with pytest.raises(NotPermitted):
        engine.complete(item, {}, by=SUBSTITUTE, absent=ABSENT)


@pytest.mark.parametrize(
    ("wish", "by", "wrong", "said"),
    [
        ({"substitute": ABSENT}, ABSENT, InvalidCommand, "somebody else"),
        ({"substitute": "nobody"}, ABSENT, InvalidCommand, "works here"),
        ({"substitute": "auditor"}, ABSENT, InvalidCommand, "an auditor"),
        (
            {"person": "cashier", "substitute": "finance-manager"},
            "cashier",
            InvalidCommand,
            "Separation",
        ),
        ({"ends_at": NOW}, ABSENT, InvalidCommand, "in the future"),
        ({"begins_at": NOW + 6 * DAY}, ABSENT, InvalidCommand, "after the beginning"),
        ({"ends_at": NOW + 400 * DAY}, ABSENT, InvalidCommand, "at most 366 days"),
        ({"processes": ("no-such",)}, ABSENT, InvalidCommand, "no-such"),
        ({}, SUBSTITUTE, NotPermitted, "absent person"),
        ({}, "auditor", NotPermitted, "absent person"),
        ({"substitute": "admin"}, "admin", NotPermitted, "names somebody else"),
    ],
)
def test_what_is_refused_is_named(
    engine: Engine, wish: dict[str, Any], by: str, wrong: type[CommandRejected], said: str
) -> None:
    with pytest.raises(wrong, match=said):
        name(engine, by, **wish)

    assert engine.runtime.substitutions.listed(SYSTEM, everybody=True) == []


def test_cycle_is_refused_by_name_where_all_would_be_absent_at_once(engine: Engine) -> None:
    name(engine, by="system", person="gm", substitute="deputy-gm")
    name(engine, by="system", person="deputy-gm", substitute=ABSENT, ends_at=NOW + 2 * DAY)
    third = {"person": ABSENT, "substitute": "gm"}

    with pytest.raises(InvalidState) as refused:
        name(engine, by="system", **third)

    names = [who(engine, login).name for login in (ABSENT, "gm", "deputy-gm", ABSENT)]
    assert " → ".join(names) in refused.value.text.zh
    name(engine, by="system", **third, begins_at=NOW + 2 * DAY)


def test_it_is_ended_by_either_or_an_administrator_and_only_once(engine: Engine) -> None:
    row = name(engine)
    substitutions = engine.runtime.substitutions

    with pytest.raises(NotFound):
        substitutions.end(row.id, who(engine, "cashier"))
    ended = substitutions.end(row.id, who(engine, SUBSTITUTE), "我也不在")
    with pytest.raises(InvalidState):
        substitutions.end(row.id, who(engine, ABSENT))

    assert ended.ended_by == SUBSTITUTE
    assert substitutions.acting_for(who(engine, SUBSTITUTE)) == ()
    assert substitutions.listed(who(engine, ABSENT)) == [ended]
    with pytest.raises(NotPermitted):
        substitutions.listed(who(engine, ABSENT), everybody=True)


@pytest.mark.parametrize("leaver", [ABSENT, SUBSTITUTE])
def test_leaving_ends_what_the_leaver_had(engine: Engine, leaver: str) -> None:
    row = name(engine)

    engine.runtime.leaving.leave(leaver, SYSTEM, "office-director")

    found = engine.runtime.substitutions.listed(SYSTEM, everybody=True)
    assert [(one.id, one.ended_by) for one in found] == [(row.id, "system")]


def test_roles_that_must_stay_apart_later_end_its_effect(engine: Engine) -> None:
    item = begin(engine, 'kind="role" value="cashier"')
    name(engine, by="system", person="cashier")
    assert absent_on(engine, item) == "cashier"

    plan = engine.runtime.roster.plan_change({"people": {SUBSTITUTE: {"roles": ["accountant"]}}})
    engine.runtime.roster.apply(plan, SYSTEM)

    assert absent_on(engine, item) is None


def test_policy_about_the_initiator_also_holds_for_who_is_given_the_work_later(
    engine: Engine,
) -> None:
    item = begin(
        engine,
        f'kind="user" value="{ABSENT}"',
        attributes='guicheng:sameAsInitiator="superior"',
    )
    case = engine.worklist(instance=item.partition("-")[0])

    assert case[0].view.excluded == ("admin",)
