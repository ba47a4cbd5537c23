"""The functions of working time, the company's figures and the initiator in expressions."""

from datetime import UTC, date, datetime
from decimal import Decimal

from engine.core.advance import WorkOffered
from engine.core.calendar import WorkingCalendar
from engine.core.definition import TimerKind
from tests.bpmn.kernel.case import Case
from tests.builders import feel, process, start, timer_catch, user, xor

CALENDAR = WorkingCalendar(holidays={date(2026, 11, 24): "x"})


def due_of(text, **more):
    case = Case(process("p", start(), user("a", due=feel(text)), flows="start a"), **more)
    offered = case.events(WorkOffered)
    return offered[0].due_at if offered else case.incident().kind


def test_workdays_after_skips_weekends_and_holidays():
    """10:00 on a Sunday; Monday is day 1, Tuesday is a holiday."""
    assert due_of("workdays after(now(), 2)", calendar=CALENDAR) == datetime(
        2026, 11, 25, 2, tzinfo=UTC
    )


def test_workdays_after_counts_in_local_time_without_a_zone():
    text = 'workdays after(date and time("2026-11-22T18:00:00"), 1)'

    assert due_of(text, calendar=CALENDAR) == datetime(2026, 11, 23, 10, tzinfo=UTC)


def test_workdays_after_a_day_is_a_day():
    timer = timer_catch("t", 'workdays after(date("2026-11-22"), 2)', TimerKind.DATE)
    case = Case(process("p", start(), timer, flows="start t"), calendar=CALENDAR)

    assert case.due("t") == datetime(2026, 11, 24, 16, tzinfo=UTC)


def test_working_time_after_counts_the_hours_of_workdays():
    """10:00 on a Sunday: nine on Monday and two hours."""
    text = 'working time after(now(), duration("PT2H"))'

    assert due_of(text, calendar=CALENDAR) == datetime(2026, 11, 23, 3, tzinfo=UTC)


def test_workdays_beyond_the_bound_are_an_incident():
    assert due_of("workdays after(now(), 1000000)", calendar=CALENDAR) == "expression"


def test_workdays_of_something_else_are_an_incident():
    assert due_of('workdays after("soon", 1)', calendar=CALENDAR) == "expression"
    assert due_of("workdays after(now(), 1.5)", calendar=CALENDAR) == "expression"


def test_is_workday_tells_holidays():
    definition = process(
        "p",
        start(),
        xor("g"),
        user("work"),
        user("rest"),
        flows='start g; g>work: is workday(date("2026-11-23")); g>rest: else',
    )
    assert Case(definition, calendar=CALENDAR).positions() == ["work"]


def test_figures_of_the_company_are_read_as_parameters():
    definition = process(
        "p",
        start(),
        xor("g"),
        user("big"),
        user("small"),
        flows="start g; g>big: amount > parameters.limits.high value; g>small: else",
    )
    figures = {"limits": {"high value": Decimal(100)}}

    case = Case(definition, variables={"amount": Decimal(200)}, parameters=figures)

    assert case.positions() == ["big"]


def test_initiator_is_read_with_spaces_in_names():
    definition = process(
        "p",
        start(),
        xor("g"),
        user("a"),
        user("b"),
        flows="""
            start g
            g>a: initiator.department = "sales" and initiator.reports to = null
            g>b: else
        """,
    )
    assert Case(definition).positions() == ["a"]


def test_today_is_the_day_in_the_company():
    """23:30 UTC on the 22nd is the morning of the 23rd in Shanghai."""
    definition = process(
        "p", start(), user("a", outputs={"day": "today()"}), user("b"), flows="start a b"
    )
    case = Case(definition)
    case.now = datetime(2026, 11, 22, 23, 30, tzinfo=UTC)
    case.complete("a")

    assert case.variables()["day"] == date(2026, 11, 23)
