"""Whatever is sent, a form answers with typed values or with the rules that are broken."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from engine.core.definition import Access
from engine.core.values import to_plain
from engine.errors import InvalidForm
from engine.forms.checking import check_form
from engine.forms.rights import Rights
from engine.forms.rules import Outside
from engine.forms.unconditional import accepted
from tests.forms.given import NOW, check, field, form

WORDS = ("reason", "copies", "day", "kind", "papers", "items", "place", "total", "done", "other")
FORM = form(
    field("textfield", "reason", validate={"required": True, "pattern": "^[a-z]*$"}),
    field("number", "copies", decimalDigits=2, validate={"min": 1, "max": "= 10 + total"}),
    field("datetime", "day", subtype="datetime", disallowPassedDates=True),
    field("select", "kind", values=[{"value": "reason"}, {"value": 1}]),
    field("filepicker", "papers"),
    field("checkbox", "done", conditional={"hide": "= copies > 3"}),
    {
        "type": "dynamiclist",
        "path": "items",
        "components": [
            field("number", "copies", properties={"check": "= this.copies > 0"}),
            field("expression", "total", expression="= this.copies * copies"),
        ],
    },
    {"type": "group", "path": "place", "components": [field("textarea", "reason")]},
    field("expression", "total", expression="= sum(for x in items return x.total)"),
)
LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.decimals(),
    st.floats(),
    st.text(max_size=20),
    st.sampled_from(["2026-11-23T09:00", "reason", "12", *WORDS]),
)
ANYTHING = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(WORDS), inner, max_size=4)
    ),
    max_leaves=12,
)
DATA = st.dictionaries(st.sampled_from(WORDS), ANYTHING, max_size=8)
ACCESS = st.dictionaries(
    st.sampled_from([*WORDS, "items.copies", "items.total", "place.reason"]),
    st.sampled_from(list(Access)),
    max_size=5,
)


@given(data=DATA, access=ACCESS, default=st.sampled_from(list(Access)), before=DATA)
def test_any_data_is_accepted_typed_or_refused_by_rule(
    data: dict[str, Any], access: dict[str, Access], default: Access, before: dict[str, Any]
) -> None:
    try:
        accepted = check(FORM, data, access=access, default=default, variables=before)
    except InvalidForm as refused:
        assert refused.fields  # noqa: PT017
        return
    assert accepted.keys() <= FORM.keys()
    assert isinstance(accepted.get("copies"), Decimal | type(None)) or default is not Access.EDIT


PLAUSIBLE = st.fixed_dictionaries(
    {"reason": st.just("paper")},
    optional={
        "copies": st.integers(1, 9),
        "day": st.sampled_from(["2026-11-23T09:00", "2027-01-01T00:00Z", ""]),
        "kind": st.sampled_from(["reason", 1, None]),
        "done": st.booleans(),
        "items": st.lists(st.fixed_dictionaries({"copies": st.integers(1, 5)}), max_size=3),
        "place": st.fixed_dictionaries({}, optional={"reason": st.text(max_size=9)}),
    },
)


@given(data=PLAUSIBLE)
def test_what_is_accepted_on_a_start_form_can_be_stored_and_is_accepted_again(
    data: dict[str, Any],
) -> None:
    try:
        accepted = check(FORM, data)
    except InvalidForm:
        return

    to_plain(accepted)
    assert check(FORM, accepted) == accepted


UNCONDITIONAL = form(
    field("textfield", "reason", validate={"required": True, "pattern": "^[a-z]*$"}),
    field("number", "copies", decimalDigits=2, validate={"min": 1, "max": 12}),
    field("select", "kind", values=[{"value": "reason"}, {"value": 1}]),
    field("checkbox", "done"),
    {"type": "group", "components": [field("datetime", "day", disallowPassedDates=True)]},
    {"type": "group", "path": "place", "components": [field("textarea", "reason")]},
    field("expression", "total", expression="= copies * 2"),
)


@given(
    data=st.one_of(DATA, st.dictionaries(st.sampled_from(WORDS), LEAVES, max_size=4)),
    access=ACCESS,
    default=st.sampled_from(list(Access)),
)
def test_form_without_conditions_accepts_at_once_what_it_accepts_at_length(
    data: dict[str, Any], access: dict[str, Access], default: Access
) -> None:
    rights = Rights(default=default, fields={**access, "place": Access.READ, "total": Access.READ})
    outside = Outside(now=NOW, variables={"reason": "old", "total": Decimal(3)}, lookups={})

    at_once = accepted(UNCONDITIONAL.components, data, rights, outside)

    if at_once is not None:
        at_length = check_form(UNCONDITIONAL.components, data, rights, outside)
        assert list(at_once.items()) == list(at_length.items())


def test_plain_step_is_accepted_at_once() -> None:
    rights = Rights(default=Access.READ, fields={"reason": Access.EDIT, "done": Access.EDIT})
    outside = Outside(now=NOW, variables={}, lookups={})

    at_once = accepted(UNCONDITIONAL.components, {"reason": "ok"}, rights, outside)

    assert at_once == {"reason": "ok", "done": False}
