"""The schema and the data that one person gets to see."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from engine.core.definition import Access
from engine.forms import ALL_EDIT, Rights
from tests.forms.given import field, form

EDIT, READ, HIDE = Access.EDIT, Access.READ, Access.HIDE

WHOLE = form(
    {"type": "text", "text": "# 用印申请"},
    field("textfield", "reason", validate={"required": True}),
    {"type": "group", "components": [field("number", "salary"), field("textfield", "opinion")]},
    {
        "type": "dynamiclist",
        "path": "items",
        "components": [field("textfield", "name"), field("number", "cost")],
    },
)


def by_key(components: list[Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for component in components:
        found |= by_key(component.get("components", []))
        key = component.get("key") or component.get("path")
        if key:
            found[key] = component
    return found


def test_read_fields_become_readonly_without_rules_and_hidden_ones_go() -> None:
    rights = Rights(default=READ, fields={"opinion": EDIT, "salary": HIDE, "items.cost": HIDE})

    shown = WHOLE.present(rights)

    found = by_key(shown["components"])
    assert shown["components"][0]["text"] == "# 用印申请"
    assert found["reason"]["readonly"] is True
    assert "validate" not in found["reason"]
    assert "readonly" not in found["opinion"]
    assert found["items"]["allowAddRemove"] is False
    assert found.keys() == {"reason", "opinion", "items", "name"}


def test_sub_table_goes_when_nothing_of_it_may_be_seen() -> None:
    shown = WHOLE.present(Rights(default=READ, fields={"items": HIDE}))

    assert "items" not in by_key(shown["components"])


def test_presenting_leaves_the_stored_schema_as_it_is() -> None:
    before = str(WHOLE.schema)

    assert WHOLE.present(ALL_EDIT) == WHOLE.schema
    WHOLE.present(Rights(default=READ))

    assert str(WHOLE.schema) == before


def test_readable_data_is_what_the_shown_form_needs_and_no_more() -> None:
    seen = form(
        field("textfield", "reason", conditional={"hide": "= kind = 1"}),
        field("number", "salary"),
        {"type": "dynamiclist", "path": "items", "components": [field("number", "cost")]},
    )
    data = {
        "reason": "合同",
        "salary": Decimal(9),
        "kind": Decimal(2),
        "secret": "x",
        "items": [{"cost": Decimal(1), "other": 2}],
    }

    shown = seen.readable(Rights(default=READ, fields={"salary": HIDE}), data)

    assert shown == {"reason": "合同", "kind": Decimal(2), "items": [{"cost": Decimal(1)}]}
