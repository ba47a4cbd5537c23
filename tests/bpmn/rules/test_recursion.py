"""Recursion has a way out: a process that can only call itself is found."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine.core.definition import Element, Kind
from tests.bpmn.rules.given import bundle, findings
from tests.builders import end, parallel, start, sub, user, xor
from tests.builders import process as built

CALL = Element(id="c", kind=Kind.CALL_ACTIVITY, called_element="p")


@pytest.mark.parametrize(
    ("ways", "is_endless"),
    [
        ("start x; x>c: a; x>end: else; c end", False),
        ("start f; f c j; f t j; j end", True),
        ("start t c end", True),
        ("start c x; x>c: a; x>end: else", True),
        ("start s end; si>end: a; si>c: else", True),
    ],
)
def test_recursion_without_a_way_out_is_found(ways: str, is_endless: bool) -> None:
    gates = [one for one in (parallel("f"), parallel("j"), xor("x"), user("t")) if one.id in ways]
    if "si" in ways:
        inside = (user("si"), CALL, end("ie"))
        gates += [*sub("s", start("is"), *(replace(one) for one in inside))]
        ways = "start s end; is si c ie"
    body = gates if "si" in ways else [*gates, CALL]
    calling = built("p", start(), *body, end(), flows=ways)

    assert ("endless-recursion" in findings(calling, bundle=bundle(calling))) is is_endless


def test_two_processes_that_only_call_each_other_are_found() -> None:
    to_q = Element(id="c", kind=Kind.CALL_ACTIVITY, called_element="q")
    one = built("p", start(), to_q, end(), flows="start c end")
    other = built("q", start(), CALL, end(), flows="start c end")
    ending = built("q", start(), end(), flows="start end")

    assert "endless-recursion" in findings(one, bundle=bundle(one, called={"q": other}))
    assert "endless-recursion" not in findings(one, bundle=bundle(one, called={"q": ending}))
