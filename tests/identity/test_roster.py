"""Changes of the organisation: recorded, in effect from their day on, refused as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from engine.bootstrap import Options, Runtime, open_runtime
from engine.clock import FixedClock
from engine.core.ids import UserId
from engine.core.people import SYSTEM
from engine.embedding import Engine
from engine.errors import DeploymentRefused, InvalidCommand, NotPermitted
from engine.identity.entries import entries_of
from engine.identity.organisation_file import write_file
from engine.paths import processes_dir

NOW = datetime(2026, 11, 23, 1, 0, tzinfo=UTC)
DAY = timedelta(days=1)
SAMPLE = (processes_dir() / "organisation.yaml").read_bytes()
NEW = {
    "name": "赵新",
    "department": "sales",
    "reports_to": "sales-manager",
    "roles": ["salesperson"],
}


@pytest.fixture
def clock() -> FixedClock:
    return FixedClock(NOW)


@pytest.fixture(params=["sqlite", "memory"])
def runtime(request: pytest.FixtureRequest, tmp_path: Path, clock: FixedClock) -> Iterator[Runtime]:
    url = "memory:" if request.param == "memory" else f"sqlite:///{tmp_path / 'cases.db'}"
    opened = open_runtime(url, Options(clock=clock, quick_passwords=True))
    yield opened
    opened.close()


def change(runtime: Runtime, entries: dict[str, Any], *, by: str = "", when: Any = None) -> None:
    actor = runtime.person(by) if by else SYSTEM
    runtime.roster.apply(runtime.roster.plan_change(entries, when), actor)


def person(login: str, **fields: Any) -> dict[str, Any]:
    return {"people": {login: fields}}


def test_first_import_stands_in_the_place_of_the_sample(runtime: Runtime) -> None:
    text = SAMPLE.decode().replace("周启明", "周一")
    plan = runtime.roster.plan_import(text.encode(), "organisation.yaml")
    assert runtime.people.changes() == ()
    runtime.roster.apply(plan, SYSTEM)

    assert runtime.person("gm").name == "周一"
    [recorded] = runtime.people.changes()
    assert (recorded.id, recorded.published_by) == ("organisation:00000001", "system")
    assert Engine(runtime).verify().ok


def test_same_file_again_changes_nothing(runtime: Runtime) -> None:
    runtime.roster.apply(runtime.roster.plan_import(SAMPLE, "organisation.yaml"), SYSTEM)
    again = runtime.roster.plan_import(SAMPLE, "organisation.yaml")

    assert again.differences == ()
    assert runtime.roster.apply(again, SYSTEM) is None


@pytest.mark.parametrize("kind", ["yaml", "csv"])
def test_export_reads_back_to_the_same(runtime: Runtime, kind: str) -> None:
    change(runtime, {"groups": {"club": {"name": "俱乐部", "members": ["gm", "cashier"]}}})
    further = [{"department": "hr", "position": "顾问"}]
    change(runtime, person("cashier", positions=further, name="=1+1"))
    text = write_file(entries_of(runtime.people.current()), kind)

    assert runtime.roster.plan_import(text.encode(), f"o.{kind}").differences == ()
    assert kind == "yaml" or "'=1+1" in text


def test_change_takes_effect_from_its_day_on(runtime: Runtime, clock: FixedClock) -> None:
    change(runtime, person("cashier", position="主办出纳"), when=NOW + DAY)

    assert runtime.person("cashier").position == "出纳"
    assert runtime.people.at(NOW + DAY).person(UserId("cashier")).position == "主办出纳"
    clock.set(NOW + DAY)
    assert runtime.person("cashier").position == "主办出纳"


def test_other_process_sees_the_change_within_seconds(tmp_path: Path, clock: FixedClock) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    one, other = (open_runtime(url, Options(clock=clock, quick_passwords=True)) for _ in "ab")
    change(one, person("cashier", position="主办出纳"))
    clock.set(NOW + timedelta(seconds=3))

    assert other.person("cashier").position == "主办出纳"
    one.close()
    other.close()


@pytest.mark.parametrize(
    ("entries", "said"),
    [
        (person("gm", reports_to="cashier"), "cycle of superiors"),
        ({"departments": {"mgmt": {"parent": "hr"}}}, "cycle of departments"),
        ({"departments": {"hr": {"head": "nobody"}}}, "existing head"),
        (person("hr-manager", active=False), "has left"),
        (person("gm", active=False), "has left"),
        (person("cashier", roles=["cashier", "accountant"]), "not to hold both"),
        ({"groups": {"club": {"name": "俱乐部", "members": ["nobody"]}}}, "existing people"),
        ({"people": {"gm": None}}, "Expected an existing"),
        (person("cashier", department="nowhere"), "existing department"),
        (person("cashier", positions=[{"department": "hr"}]), "further position"),
    ],
)
def test_mistake_is_refused_by_name_and_nothing_is_recorded(
    runtime: Runtime, entries: dict[str, Any], said: str
) -> None:
    with pytest.raises(DeploymentRefused) as refused:
        change(runtime, entries)

    assert any(said in finding.text.en for finding in refused.value.findings)
    assert runtime.people.changes() == ()


def test_mistake_on_a_later_day_is_refused_too(runtime: Runtime) -> None:
    change(runtime, person("cashier", reports_to="hr-admin"), when=NOW + DAY)

    with pytest.raises(DeploymentRefused, match="cycle"):
        change(runtime, person("hr-admin", reports_to="cashier"))


def test_login_is_given_once_only(runtime: Runtime) -> None:
    runtime.roster.apply(runtime.roster.plan_new("zhao", NEW), SYSTEM)

    assert runtime.person("zhao").department_name == "销售部"
    with pytest.raises(InvalidCommand, match="'zhao' is somebody's"):
        runtime.roster.plan_new("zhao", NEW)


def test_repeated_login_of_a_csv_file_is_refused_with_its_line(runtime: Runtime) -> None:
    text = "section,id,name\nroles,gm,总经理\nroles,gm,总经理\n"

    with pytest.raises(DeploymentRefused, match="again in line 3"):
        runtime.roster.plan_import(text.encode(), "o.csv")


def test_empty_group_is_taken_and_told(runtime: Runtime) -> None:
    plan = runtime.roster.plan_change({"groups": {"club": {"name": "俱乐部", "members": []}}})

    assert [notice.en for notice in plan.notices] == ["Nobody is in the group club"]
    runtime.roster.apply(plan, SYSTEM)
    assert runtime.people.members_of("club") == ()


@pytest.mark.parametrize(
    "entries",
    [
        person("admin", roles=["administrator", "gm"]),
        person("admin", rank=100),
        person("admin", reports_to="gm"),
        {"departments": {"hr": {"head": "admin"}}},
        {"groups": {"club": {"name": "俱乐部", "members": ["admin"]}}},
    ],
)
def test_administrator_does_not_raise_themselves(runtime: Runtime, entries: dict[str, Any]) -> None:
    with pytest.raises(NotPermitted, match="ask another administrator"):
        change(runtime, entries, by="admin")
    with pytest.raises(NotPermitted, match="ask another administrator"):
        change(runtime, entries, by="admin", when=NOW + DAY)

    assert runtime.people.changes() == ()


def test_only_administrators_change_the_organisation(runtime: Runtime) -> None:
    with pytest.raises(NotPermitted, match="administrator"):
        change(runtime, person("cashier", rank=5), by="gm")
    change(runtime, person("cashier", rank=5), by="admin")

    assert runtime.person("cashier").rank == 5


def test_changes_survive_a_rebuild_and_a_new_start(tmp_path: Path, clock: FixedClock) -> None:
    url = f"sqlite:///{tmp_path / 'cases.db'}"
    first = open_runtime(url, Options(clock=clock, quick_passwords=True))
    change(first, person("cashier", rank=5))
    before = first.people.changes()
    first.store.rebuild()
    first.close()
    again = open_runtime(url, Options(clock=clock, quick_passwords=True))

    assert again.person("cashier").rank == 5
    assert again.people.changes() == before
    again.close()


def test_later_change_does_not_bring_back_what_was_taken_meanwhile(
    runtime: Runtime, clock: FixedClock
) -> None:
    later, last = NOW + 10 * DAY, NOW + 20 * DAY
    change(runtime, person("cashier", position="主管"), when=later)
    change(runtime, person("cashier", rank=40), when=last)

    change(runtime, person("cashier", roles=["sales-clerk"], position="代出纳"))

    for when, position, rank in ((NOW, "代出纳", 10), (later, "主管", 10), (last, "主管", 40)):
        clock.set(when)
        found = runtime.person("cashier")
        assert (found.roles, found.position, found.rank) == (("sales-clerk",), position, rank)


def test_who_has_left_does_not_come_back_by_a_later_change(
    runtime: Runtime, clock: FixedClock
) -> None:
    change(runtime, person("cashier", position="主管"), when=NOW + 10 * DAY)
    change(runtime, {"departments": {"hr": {"head": "cashier"}}}, when=NOW + 10 * DAY)

    with pytest.raises(DeploymentRefused, match="hr"):
        runtime.leaving.leave("cashier", SYSTEM, "hr-admin")
    change(runtime, {"departments": {"hr": {"head": "hr-manager"}}}, when=NOW + 10 * DAY)
    runtime.leaving.leave("cashier", SYSTEM, "hr-admin")

    clock.set(NOW + 11 * DAY)
    assert not runtime.people.is_active(UserId("cashier"))
    assert runtime.people.successor_of(UserId("cashier")) == runtime.person("hr-admin")


def test_what_a_later_day_still_changes_is_told(runtime: Runtime) -> None:
    change(runtime, person("cashier", roles=["sales-clerk", "secretary"]), when=NOW + 10 * DAY)

    plan = runtime.roster.plan_change(person("cashier", roles=["receptionist"]))

    assert [str(one) for one in plan.notices if "2026-12-03" in str(one)] == [
        "people.cashier 的 roles 自 2026-12-03 起仍按已记录的变更 / "
        "roles of people.cashier still changes on 2026-12-03 as is recorded already"
    ]
