"""Reasons of assignments, told to whom they are not about."""

from __future__ import annotations

import pytest

from engine.errors import Text
from engine.reasons import WHOEVER, told_of

KEEPER = Text(zh="何慎之", en="He Shenzhi")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        (
            Text(zh="因为您担任“印章管理员”", en="You hold the role Seal keeper"),
            Text(zh="因为何慎之担任“印章管理员”", en="He Shenzhi holds the role Seal keeper"),
        ),
        (
            Text(zh="因为流程指定由您办理", en="The process names you"),
            Text(zh="因为流程指定由何慎之办理", en="The process names He Shenzhi"),
        ),
        (
            Text(zh="因为您是发起人", en="You started the case"),
            Text(zh="因为何慎之是发起人", en="He Shenzhi started the case"),
        ),
        (
            Text(zh="因为有人请您加签", en="Somebody asked for your opinion too"),
            Text(zh="因为有人请何慎之加签", en="Somebody asked for He Shenzhi's opinion too"),
        ),
        (Text(zh="", en=""), Text(zh="", en="")),
    ],
)
def test_a_reason_speaks_of_its_person_when_another_reads_it(written: Text, told: Text) -> None:
    assert told_of(written, KEEPER) == told


def test_a_reason_speaks_of_whoever_does_it_while_nobody_has_taken_it() -> None:
    told = told_of(Text(zh="因为您担任“出纳”", en="You hold the role Cashier"), WHOEVER)
    assert told == Text(zh="因为办理人担任“出纳”", en="Whoever does it holds the role Cashier")
