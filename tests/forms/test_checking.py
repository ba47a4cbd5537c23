"""The whole form: rights, hidden and computed fields, sub-tables, and the authors' own checks."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from engine.core.definition import Access
from engine.errors import InvalidForm
from tests.forms.given import broken, check, field, form

EDIT, READ, HIDE = Access.EDIT, Access.READ, Access.HIDE


def rows(*components: dict[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "type": "dynamiclist",
        "path": "items",
        "label": "明细",
        "components": list(components),
        **more,
    }


ORDER = rows(
    field("textfield", "name", validate={"required": True}),
    field("number", "quantity", validate={"min": 1}),
    field("number", "price"),
    field("expression", "amount", expression="= this.quantity * this.price"),
    properties={"minRows": "1", "maxRows": "3"},
)


@pytest.mark.parametrize("data", [None, [], "x", 1])
def test_data_that_is_no_context_is_refused(data: Any) -> None:
    assert broken(form(field("textfield", "a")), data) == [("", "type")]


def test_unknown_field_is_refused() -> None:
    assert broken(form(field("textfield", "a")), {"b": 1}) == [("b", "unknown-field")]


def test_field_that_may_not_be_written_is_refused() -> None:
    review = form(field("textfield", "reason"), field("textfield", "opinion"))
    more = {"access": {"opinion": EDIT}, "default": READ, "variables": {"reason": "合同"}}

    assert broken(review, {"reason": "别的", "opinion": "好"}, **more) == [
        ("reason", "not-writable")
    ]
    assert check(review, {"opinion": "好"}, **more) == {"opinion": "好"}


def test_read_only_field_may_be_sent_back_as_it_is() -> None:
    review = form(field("datetime", "day"), field("number", "copies"), field("textfield", "note"))
    known = check(review, {"day": "2026-11-22", "copies": 2})
    more = {"access": {"note": EDIT}, "default": READ, "variables": known}

    assert check(review, {"day": "2026-11-22", "copies": 2}, **more) == {"note": None}


def test_unchecked_box_is_sent_back_as_false_where_nothing_was_stored() -> None:
    review = form(field("checkbox", "urgent"), field("textfield", "note"))
    more = {"access": {"note": EDIT}, "default": READ, "variables": {"urgent": None}}

    assert check(review, {"urgent": False, "note": "x"}, **more) == {"note": "x"}
    assert broken(review, {"urgent": True}, **more) == [("urgent", "not-writable")]


def test_box_that_was_not_sent_is_not_checked() -> None:
    assert check(form(field("checkbox", "urgent")), {}) == {"urgent": False}


def test_hidden_field_is_refused_even_with_its_true_value() -> None:
    review = form(field("number", "salary"))
    more = {"access": {"salary": HIDE}, "variables": {"salary": Decimal(1)}}

    assert broken(review, {"salary": 1}, **more) == [("salary", "not-writable")]


@pytest.mark.parametrize("lock", [{"readonly": True}, {"disabled": True}, {"readonly": "= 1 = 1"}])
def test_field_that_the_form_itself_locks_is_refused(lock: dict[str, Any]) -> None:
    assert broken(form(field("textfield", "a", **lock)), {"a": "x"}) == [("a", "not-writable")]


def test_field_hidden_by_its_condition_is_not_required_and_its_value_is_dropped() -> None:
    hides = {"hide": '= decision != "reject"'}
    review = form(
        field("textfield", "decision"),
        field("textfield", "reason", validate={"required": True}, conditional=hides),
    )

    accepted = check(review, {"decision": "approve", "reason": "stale"})

    assert accepted == {"decision": "approve", "reason": None}
    assert broken(review, {"decision": "reject"}) == [("reason", "required")]


def test_hiding_a_field_hides_what_depends_on_it() -> None:
    chain = form(
        field("checkbox", "outside"),
        field("textfield", "place", conditional={"hide": "= not(outside)"}),
        field(
            "textfield",
            "driver",
            validate={"required": True},
            conditional={"hide": "= place = null"},
        ),
    )

    assert broken(chain, {"outside": False, "place": "杭州"}) == []
    assert broken(chain, {"outside": True, "place": "杭州"}) == [("driver", "required")]


def test_hidden_group_hides_its_fields() -> None:
    group = {
        "type": "group",
        "conditional": {"hide": "= copies = 1"},
        "components": [field("textfield", "why", validate={"required": True})],
    }

    whole = form(field("number", "copies"), group)

    assert check(whole, {"copies": 1, "why": "x"}) == {"copies": Decimal(1), "why": None}
    assert broken(whole, {"copies": 2}) == [("why", "required")]


def test_conditions_that_contradict_each_other_are_refused() -> None:
    paradox = form(
        field("expression", "a", expression="= if b = null then 1 else null"),
        field("expression", "b", expression="= a"),
    )

    assert broken(paradox, {}) == [("", "expression")]


def test_computed_field_is_recomputed_and_what_was_sent_is_ignored() -> None:
    order = form(
        ORDER, field("expression", "total", expression="= sum(for x in items return x.amount)")
    )
    line = {"name": "纸", "quantity": 3, "price": Decimal("2.5"), "amount": 1}

    accepted = check(order, {"items": [line, line], "total": 999_999})

    assert accepted["total"] == Decimal(15)
    assert accepted["items"][0]["amount"] == Decimal("7.5")


def test_computed_field_that_is_not_editable_here_keeps_its_value() -> None:
    whole = form(field("expression", "total", expression="= 1 + 1"), field("textfield", "note"))
    more = {"access": {"note": EDIT}, "default": READ, "variables": {"total": Decimal(7)}}

    assert check(whole, {"total": 7, "note": "x"}, **more) == {"note": "x"}


def test_rows_are_checked_cell_by_cell() -> None:
    data = {"items": [{"name": "纸", "quantity": 0}, {"quantity": 1, "colour": "红"}]}

    assert broken(form(ORDER), data) == [
        ("items[1].colour", "unknown-field"),
        ("items[0].quantity", "min"),
        ("items[1].name", "required"),
    ]


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ({}, "min-rows"),
        ({"items": []}, "min-rows"),
        ({"items": [{"name": "x"}] * 4}, "max-rows"),
        ({"items": "x"}, "type"),
        ({"items": ["x"]}, "type"),
    ],
)
def test_sub_table_with_the_wrong_rows_is_refused(data: Any, rule: str) -> None:
    assert broken(form(ORDER), data) == [("items", rule)]


def test_one_column_may_be_filled_in_rows_that_are_fixed() -> None:
    issue = form(rows(field("textfield", "name"), field("number", "issued")))
    before = [{"name": "纸", "issued": None}, {"name": "笔", "issued": None}]
    more = {"access": {"items.issued": EDIT}, "default": READ, "variables": {"items": before}}

    accepted = check(issue, {"items": [{"name": "纸", "issued": 2}, {"issued": 1}]}, **more)

    assert accepted == {
        "items": [{"name": "纸", "issued": Decimal(2)}, {"name": "笔", "issued": Decimal(1)}]
    }
    assert broken(issue, {"items": [{"issued": 2}]}, **more) == [("items", "not-writable")]
    forged = {"items": [{"name": "金", "issued": 2}, {}]}
    assert broken(issue, forged, **more) == [("items[0].name", "not-writable")]


def test_group_with_a_path_is_a_context_of_its_own() -> None:
    place = {"type": "group", "path": "place", "components": [field("textfield", "city")]}

    assert check(form(place), {"place": {"city": "杭州"}}) == {"place": {"city": "杭州"}}
    assert broken(form(place), {"place": "杭州"}) == [("place", "type")]
    assert broken(form(place), {"city": "杭州"}) == [("city", "unknown-field")]


def test_check_of_the_author_is_named_with_its_own_sentence() -> None:
    period = form(
        field("datetime", "start"),
        field(
            "datetime",
            "end",
            properties={"check": "= end >= start", "checkZh": "先始后终", "checkEn": "In order"},
        ),
    )

    with pytest.raises(InvalidForm) as caught:
        check(period, {"start": "2026-11-22", "end": "2026-11-21"})

    error = caught.value.fields[0]
    assert (error.path, error.rule, error.text.zh) == ("end", "check", "先始后终")
    assert broken(period, {"start": "2026-11-21", "end": "2026-11-22"}) == []
    assert broken(period, {"start": "2026-11-21"}) == [("end", "check")]


def test_check_reads_variables_of_the_case() -> None:
    limited = form(field("number", "paid", properties={"check": "= paid <= budget"}))

    assert broken(limited, {"paid": 5}, variables={"budget": Decimal(5)}) == []
    assert broken(limited, {"paid": 6}, variables={"budget": Decimal(5)}) == [("paid", "check")]


def test_check_in_a_row_sees_the_row_as_this() -> None:
    table = form(
        rows(
            field("number", "asked"),
            field("number", "given", properties={"check": "= this.given <= this.asked"}),
        )
    )

    assert broken(table, {"items": [{"asked": 1, "given": 1}, {"asked": 1, "given": 2}]}) == [
        ("items[1].given", "check")
    ]


def test_fields_not_sent_are_there_as_null_when_they_may_be_written() -> None:
    assert check(form(field("textfield", "a"), field("number", "b")), {}) == {"a": None, "b": None}


def test_checking_does_not_change_what_was_given() -> None:
    line = {"name": "纸", "quantity": 3, "price": 2}
    data = {"items": [line]}

    check(form(ORDER), data)

    assert data == {"items": [{"name": "纸", "quantity": 3, "price": 2}]}
