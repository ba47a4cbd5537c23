"""Days that the company and its departments set themselves, in the file and by a change."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from engine.core.calendar import OFFICE_ZONE
from engine.errors import DeploymentRefused, InvalidCommand
from engine.feel import compile as feel
from engine.feel.working_time import working_time
from engine.identity.calendar import read_calendar
from engine.paths import processes_dir
from engine.working_days import DayChange, special_days, with_day

SHIPPED = (processes_dir() / "calendar.yaml").read_bytes()
PARTY, STOCK, EVE = date(2026, 12, 24), date(2026, 12, 27), date(2026, 12, 31)
THURSDAY = datetime(2026, 12, 24, 1, 0, tzinfo=UTC)  # 9:00 in the office


def changed(*changes: DayChange) -> bytes:
    content = SHIPPED
    for one in changes:
        content = with_day(content, one)
    return content


DAYS = changed(
    DayChange(day=PARTY, kind="off", name="公司年会"),
    DayChange(day=STOCK, kind="work", name="盘点"),
    DayChange(day=EVE, kind="hours", hours=("09:00-12:00",)),
    DayChange(day=PARTY, kind="work", name="值班", department="cs"),
)


def test_own_days_count_for_the_company_and_for_the_department() -> None:
    calendar = read_calendar(DAYS)
    service = calendar.of("cs")

    assert not calendar.is_workday(PARTY)
    assert service.is_workday(PARTY)
    assert calendar.is_workday(STOCK)
    assert service.is_workday(STOCK)
    assert calendar.of("sales") is calendar.of(None) is calendar
    half = datetime(2026, 12, 31, 9, 0, tzinfo=OFFICE_ZONE)
    assert calendar.working_time_between(half, half + timedelta(hours=10)) == timedelta(hours=3)
    names = {one.day: (one.worked, one.name) for one in special_days(calendar, 2026)}
    assert names[PARTY] == (False, "公司年会")
    assert names[EVE] == (True, "")
    usual = read_calendar(
        changed(DayChange(day=PARTY, kind="off"), DayChange(day=PARTY, kind="usual"))
    )
    assert usual == read_calendar(SHIPPED)


def test_expressions_count_by_the_department_that_they_name() -> None:
    functions = working_time(read_calendar(DAYS))

    def value(text: str) -> object:
        return feel(text, names=frozenset({"t"}), functions=functions).evaluate({"t": THURSDAY})

    assert value("is workday(t)") is False
    assert value('is workday(t, "cs")') is True
    # The company works Friday, the Sunday of stock-taking and half of Thursday.
    assert value('working time after(t, duration("PT9H"))') == THURSDAY + timedelta(days=3, hours=1)
    assert value('workdays after(t, 1, "cs")') == THURSDAY + timedelta(days=1)


@pytest.mark.parametrize(
    "wrong",
    [
        "days: {2026-12-24: off}",
        "days: {2026-12-24: {off: a, work: b}}",
        "days: {christmas: {off: a}}",
        "days: {2026-12-24: {hours: ['9-12']}}",
        "departments: {sales: {2026-12-24: {closed: a}}}",
        "departments: [sales]",
    ],
)
def test_days_that_cannot_be_meant_are_refused(wrong: str) -> None:
    with pytest.raises(DeploymentRefused):
        read_calendar(SHIPPED + wrong.encode())


def test_change_that_is_none_is_refused() -> None:
    for change in (DayChange(day=PARTY, kind="party"), DayChange(day=PARTY, kind="hours")):
        with pytest.raises(InvalidCommand):
            with_day(SHIPPED, change)


def test_due_time_behind_a_year_without_its_notice_is_unconfirmed() -> None:
    calendar = read_calendar(SHIPPED)
    assert calendar.is_unconfirmed_between(THURSDAY, datetime(2027, 1, 4, tzinfo=UTC))
    assert not calendar.is_unconfirmed_between(THURSDAY, THURSDAY + timedelta(days=2))
