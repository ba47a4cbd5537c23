"""Values of single fields: what is accepted, as what type, and which rule each breach names."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.forms.given import broken, check, field, form

SHANGHAI = ZoneInfo("Asia/Shanghai")
YES_NO = [{"label": "是", "value": "yes"}, {"label": "否", "value": "no"}]
FILE = {"digest": "sha256:1", "name": "合同.pdf", "size": Decimal(12), "type": "application/pdf"}


@pytest.mark.parametrize(
    ("component", "sent", "accepted"),
    [
        (field("textfield", "a"), "纸张", "纸张"),
        (field("textarea", "a"), " x\n", " x\n"),
        (field("number", "a"), Decimal("12.50"), Decimal("12.50")),
        (field("number", "a"), 3, Decimal(3)),
        (field("number", "a"), Decimal("1E+2"), Decimal(100)),
        (field("number", "a", serializeToString=True), "12.5", Decimal("12.5")),
        (field("checkbox", "a"), False, False),
        (field("radio", "a", values=YES_NO), "yes", "yes"),
        (field("select", "a", values=[{"label": "一", "value": 1}]), 1, Decimal(1)),
        (field("checklist", "a", values=YES_NO), ["yes"], ["yes"]),
        (field("datetime", "a"), "2026-11-22", date(2026, 11, 22)),
        (field("datetime", "a", subtype="time"), "09:30", time(9, 30)),
        (field("filepicker", "a"), [FILE], [FILE]),
        (field("textfield", "a"), "  ", None),
        (field("taglist", "a", values=YES_NO), [], None),
    ],
)
def test_value_is_accepted_typed(component: Any, sent: Any, accepted: Any) -> None:
    found = check(form(component), {"a": sent})["a"]

    assert found == accepted
    assert type(found) is type(accepted)


@pytest.mark.parametrize(
    "text", ["2026-11-22T09:30", "2026-11-22T01:30Z", "2026-11-22T09:30+08:00"]
)
def test_moment_without_a_zone_is_office_time(text: str) -> None:
    found = check(form(field("datetime", "a", subtype="datetime")), {"a": text})["a"]

    assert found == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("component", "sent", "rule"),
    [
        (field("textfield", "a"), 1, "type"),
        (field("textfield", "a"), "a\0b", "type"),
        (field("textfield", "a"), "\ud800", "type"),
        (field("textfield", "a"), "长" * 20_001, "max-length"),
        (field("number", "a"), "1", "type"),
        (field("number", "a"), True, "type"),
        (field("number", "a"), 1.5, "type"),
        (field("number", "a"), Decimal("NaN"), "type"),
        (field("number", "a"), Decimal("1E+40"), "type"),
        (field("number", "a"), Decimal("1." + "1" * 40), "type"),
        (field("number", "a", serializeToString=True), "many", "type"),
        (field("checkbox", "a"), "true", "type"),
        (field("radio", "a", values=YES_NO), "maybe", "option"),
        (field("select", "a", values=[{"value": 1}]), True, "option"),
        (field("select", "a", values=YES_NO), ["yes"], "type"),
        (field("checklist", "a", values=YES_NO), "yes", "type"),
        (field("checklist", "a", values=YES_NO), ["maybe"], "option"),
        (field("checklist", "a", values=YES_NO), ["yes", "yes"], "option"),
        (field("taglist", "a", values=YES_NO), ["yes"] * 501, "max-items"),
        (field("datetime", "a"), "2026-02-30", "type"),
        (field("datetime", "a"), "2026-11-22T09:30", "type"),
        (field("datetime", "a", subtype="time"), "25:00", "type"),
        (field("datetime", "a", subtype="datetime"), "2026-11-22", "type"),
        (field("filepicker", "a"), [{"name": "x"}], "type"),
        (field("filepicker", "a"), [{**FILE, "size": "big"}], "type"),
        (field("filepicker", "a", multiple=False), [FILE, FILE], "max-items"),
        (field("textfield", "a", validate={"required": True}), " ", "required"),
        (field("checkbox", "a", validate={"required": True}), False, "required"),
        (field("filepicker", "a", validate={"required": True}), [], "required"),
        (field("number", "a", validate={"min": 1}), 0, "min"),
        (field("number", "a", validate={"max": "= 2 + 3"}), 6, "max"),
        (field("number", "a", decimalDigits=0), Decimal("1.5"), "decimal-digits"),
        (field("number", "a", decimalDigits=2), Decimal("1.505"), "decimal-digits"),
        (field("number", "a", increment="0.5"), Decimal("1.3"), "increment"),
        (field("textfield", "a", validate={"minLength": 2}), "x ", "min-length"),
        (field("textfield", "a", validate={"maxLength": 2}), "xyz", "max-length"),
        (field("textfield", "a", validate={"pattern": "^[0-9]+$"}), "12a", "pattern"),
        (field("textfield", "a", validate={"validationType": "email"}), "me", "pattern"),
        (field("textfield", "a", validate={"validationType": "phone"}), "abc", "pattern"),
        (field("datetime", "a", disallowPassedDates=True), "2026-11-21", "past-date"),
    ],
)
def test_value_is_refused_with_the_rule(component: Any, sent: Any, rule: str) -> None:
    assert broken(form(component), {"a": sent}) == [("a", rule)]


def test_number_with_trailing_zeros_keeps_within_its_digits() -> None:
    assert broken(form(field("number", "a", decimalDigits=1)), {"a": Decimal("1.500")}) == []


def test_today_in_the_office_is_not_past_when_it_is_still_yesterday_in_utc() -> None:
    assert broken(form(field("datetime", "a", disallowPassedDates=True)), {"a": "2026-11-22"}) == []


def test_people_are_looked_up() -> None:
    host = form(field("select", "host", valuesKey="people"))
    lookups = {"people": frozenset({"gm", "cashier"})}

    assert check(host, {"host": "gm"}, lookups=lookups) == {"host": "gm"}
    assert broken(host, {"host": "mallory"}, lookups=lookups) == [("host", "option")]
    assert broken(host, {"host": "gm"}) == []  # re-execution: checked live, once


def test_options_come_from_a_variable_or_an_expression() -> None:
    by_key = form(field("select", "seal", valuesKey="seals"))
    computed = form(field("select", "seal", valuesExpression="= seals"))
    seals = {"seals": [{"label": "公章", "value": "company"}, "finance"]}

    for choice in (by_key, computed):
        assert broken(choice, {"seal": "company"}, variables=seals) == []
        assert broken(choice, {"seal": "finance"}, variables=seals) == []
        assert broken(choice, {"seal": "gm"}, variables=seals) == [("seal", "option")]


def test_files_must_have_been_uploaded_when_the_uploads_are_known() -> None:
    picker = form(field("filepicker", "paper"))

    assert broken(picker, {"paper": [FILE]}, lookups={"files": frozenset({"sha256:1"})}) == []
    assert broken(picker, {"paper": [FILE]}, lookups={"files": frozenset()}) == [("paper", "file")]


def test_every_broken_field_is_named_in_form_order() -> None:
    both = form(
        field("textfield", "reason", validate={"required": True}),
        field("number", "copies", validate={"min": 1, "required": True}),
        field("number", "pages", validate={"max": 5}, decimalDigits=0),
    )

    found = broken(both, {"pages": Decimal("9.5"), "copies": 0})

    assert found == [
        ("reason", "required"),
        ("copies", "min"),
        ("pages", "max"),
        ("pages", "decimal-digits"),
    ]
