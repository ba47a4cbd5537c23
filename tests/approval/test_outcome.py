"""How a round stands: seats given, then agreed, refused, or still open."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest

from engine.core.approval import Place, Result, Round, Seat, SeatState, Work, agrees, outcome
from engine.core.ballot import Mode, allowed_actions, as_share, as_weights, share
from engine.core.ids import UserId

WORK = Work(element_id="sign", name="会签", name_en="", form_id="f", process="p")
STATES = {
    "y": SeatState.AGREED,
    "n": SeatState.REFUSED,
    "?": SeatState.ASKED,
    ".": SeatState.WAITING,
    "-": SeatState.REMOVED,
}
YES, NO, OPEN = Result.AGREED, Result.REFUSED, None


def round_of(mode: Mode, stand: str, threshold: str = "", weights: str = "") -> Round:
    """Seats 1, 2, ... that stand so; `y` agreed, `n` refused, `?` asked, `.` not yet, `-` gone."""
    weighs = weights or "1" * len(stand)
    seats = tuple(
        Seat(item=f"c-2.{n}", who=UserId(f"u{n}"), state=STATES[one], weight=Decimal(weight))
        for n, (one, weight) in enumerate(zip(stand, weighs, strict=True), start=1)
    )
    return Round(id="c-2", token=2, work=WORK, mode=mode, threshold=threshold, seats=seats)


@pytest.mark.parametrize(
    ("mode", "stand", "result"),
    [
        (Mode.SINGLE, "?", OPEN),
        (Mode.SINGLE, "y", YES),
        (Mode.SINGLE, "n", NO),
        (Mode.ALL, "yy?", OPEN),
        (Mode.ALL, "yyy", YES),
        (Mode.ALL, "yn?", NO),
        (Mode.ALL, "yy-", YES),
        (Mode.ANY, "???", OPEN),
        (Mode.ANY, "?y?", YES),
        (Mode.ANY, "?n?", NO),
        (Mode.SEQUENTIAL, "y..", OPEN),
        (Mode.SEQUENTIAL, "yn.", NO),
        (Mode.SEQUENTIAL, "yyy", YES),
    ],
)
def test_round_is_decided_as_soon_as_its_mode_allows(
    mode: Mode, stand: str, result: Result | None
) -> None:
    assert outcome(round_of(mode, stand)) is result


@pytest.mark.parametrize(
    ("threshold", "stand", "weights", "result"),
    [
        ("2/3", "y??", "", OPEN),
        ("2/3", "yy?", "", YES),  # exactly two thirds
        ("2/3", "nn?", "", NO),  # two thirds cannot be reached any more
        ("2/3", "yn?", "", OPEN),
        ("50%", "yn", "", YES),
        ("0.51", "yn", "", NO),
        ("1", "yy?", "", OPEN),
        ("0.5", "y??", "311", YES),  # 3 of 5 votes
        ("0.5", "n??", "311", NO),
        ("0.5", "?yy", "311", OPEN),
        ("0.5", "y??", "000", OPEN),  # where nobody's vote weighs anything, each is one
        ("0.5", "y-?", "", YES),  # one of two that are left
        ("0.5", "y.", "", YES),
    ],
)
def test_vote_is_counted_exactly_and_stops_when_nothing_can_change_it(
    threshold: str, stand: str, weights: str, result: Result | None
) -> None:
    assert outcome(round_of(Mode.RATIO, stand, threshold, weights)) is result


@pytest.mark.parametrize(
    ("after", "result"), [(".", OPEN), ("?", OPEN), ("y", YES), ("n", NO), ("-", YES)]
)
def test_agreement_holds_only_with_those_named_after_it(after: str, result: Result | None) -> None:
    given = round_of(Mode.SINGLE, "y")
    seat = Seat(item="c-2.9", place=Place.AFTER, state=STATES[after], holder="c-2.1")
    stands = Round(id="c-2", token=2, work=WORK, mode=given.mode, seats=(*given.seats, seat))

    assert outcome(stands) is result


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("2/3", Fraction(2, 3)),
        ("60%", Fraction(3, 5)),
        ("0.6", Fraction(3, 5)),
        ("1", Fraction(1)),
        ("0", None),
        ("1.01", None),
        ("3/2", None),
        ("1/0", None),
        ("most", None),
        ("NaN", None),
        ("Infinity", None),
        ("", None),
    ],
)
def test_share_is_read_exactly_or_not_at_all(text: str, found: Fraction | None) -> None:
    assert share(text) == found


def test_terms_from_expressions_are_refused_when_they_are_none() -> None:
    assert as_share(Decimal("0.5")) == "0.5"
    assert as_share(Decimal(2)) is None
    assert as_share(None) is None
    assert as_weights({"gm": Decimal(3), "a": Decimal("0.5")}) == (
        ("a", Decimal("0.5")),
        ("gm", Decimal(3)),
    )
    assert as_weights({"gm": Decimal(-1)}) is None
    assert as_weights([Decimal(1)]) is None


def test_decision_field_means_yes_by_its_declared_values() -> None:
    assert agrees(True, ("true",))
    assert not agrees(False, ("true",))
    assert agrees("同意", ("同意", "原则同意"))
    assert not agrees(None, ("None",))
    assert agrees(Decimal(1), ("1",))


def test_actions_come_from_the_task_then_the_company_then_the_usual() -> None:
    company = {"task_actions": "claim delegate fly"}
    assert allowed_actions(("urge",), company) == {"urge"}
    assert allowed_actions(None, company) == {"claim", "delegate"}
    assert allowed_actions(None, {}) == {"claim", "release", "transfer", "urge", "copy"}
    assert allowed_actions((), company) == frozenset()
