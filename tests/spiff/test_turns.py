"""Turns of multi-instance tasks that are taken back: SpiffWorkflow opens what it remembers itself,
and a kernel that brings back anything else is named."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Any

import pytest

from engine.core import advance as adv
from engine.core.kept_turns import KeptTurns
from engine.errors import InvalidState
from engine.kernel import Kernel
from engine.spiff import SpiffInterpreter
from tests.builders import boundary, end, moment, process, start, timer_event, user
from tests.spiff.lockstep import Pair
from tests.spiff.test_multi_instance import asked

PEOPLE = ["li", "wang", "zhao", "zhou"]
TWO = {"completion_condition": "nrOfCompletedInstances = 2"}


class Asked:
    """A case at its `a`, with how it stood before each turn was done, by its place."""

    def __init__(self, sequential: bool = False, first: Kernel | None = None, **more: Any) -> None:
        reminded = boundary("late", "a", timer_event('duration("PT1H")'), interrupting=False)
        tasks = (asked(sequential, **more), reminded, user("z"))
        flows = "start a z end; late told"
        drawn = process("p", start(), *tasks, end(), end("told"), flows=flows)
        names = {"one", "opinion", "opinions"}
        self.case = Pair(drawn, variables={"people": PEOPLE}, names=names, first=first)
        self.sequential = sequential
        self.stood: dict[int, KeptTurns] = {}
        self.last = -1

    @property
    def goes_on(self) -> bool:
        return not self.case.waiting.get("z")

    def open(self) -> dict[int, int]:
        """Places of the turns that wait, and their tokens."""
        seen = self.case.pair.variables
        tokens = self.case.waiting.get("a", [])
        return {int(seen(self.case.state, one)["loopCounter"]) - 1: one for one in tokens}

    def do(self, place: int) -> Asked:
        """Whoever has this turn says so, with their own name."""
        token = self.open()[place]
        kept = self.case.pair.turns(self.case.state, token)
        assert kept is not None
        self.case.waiting["a"].remove(token)
        filled = {"opinion": PEOPLE[place]}
        self.case.send(adv.TaskDone(token=token, data=filled, by=PEOPLE[place]))
        mine = replace(kept.turns[0], variables={**kept.turns[0].variables, **filled})
        self.stood[place] = replace(kept, turns=(mine, *kept.turns[1:]))
        self.last = place
        return self

    def take_back(self, place: int) -> Asked:
        """While the activity goes on only this turn; else all that stood beside it."""
        kept = self.stood.pop(place)
        if self.goes_on:
            kept = replace(kept, whole=self.whole(), turns=kept.turns[:1], ended=False)
        else:
            kept = replace(kept, before={"opinions": None})
        tokens = tuple(self.case.waiting.get("z", ()))
        told = adv.Reopen(tokens=tokens, target="a", process="p", by="li", turns=kept)
        self.case.send(told)
        return self

    def whole(self) -> int:
        kept = self.case.pair.turns(self.case.state, self.case.waiting["a"][0])
        assert kept is not None
        return kept.whole


def run_at_random(seed: int) -> int:
    """Turns in any order, some of them taken back. Gives how many were."""
    random = Random(seed)
    sequential, more = random.random() < 0.4, random.choice(({}, TWO))
    turns, taken = Asked(sequential, **more), 0
    for _ in range(14):
        back = [turns.last] if not turns.goes_on or sequential else list(turns.stood)
        back = [one for one in back if one in turns.stood]
        if back and random.random() < 0.45:
            turns.take_back(random.choice(back))
            taken += 1
        elif turns.goes_on:
            turns.do(random.choice(list(turns.open())))
    while turns.goes_on:
        turns.do(random.choice(list(turns.open())))
    turns.case.complete("z")
    assert turns.case.agrees(), seed
    return taken


def test_turns_taken_back_at_random_are_witnessed_and_equal():
    assert sum(run_at_random(seed) for seed in range(60)) > 120


def test_taken_back_turn_survives_a_restart():
    spiff, turns = SpiffInterpreter(), Asked().do(0).do(2).take_back(0)
    prepared, plain = turns.case.prepared[1], spiff.dump(turns.case.state.second)

    again = spiff.load(prepared, plain)

    assert spiff.positions(again) == spiff.positions(turns.case.state.second)
    spiff.advance(prepared, again, adv.Stop(by="admin"), moment())


class Forgetful(Kernel):
    """A kernel that brings back other turns than were there."""

    def __init__(self, **changes: Any) -> None:
        super().__init__()
        self.changes = changes

    def advance(
        self, prepared: Any, state: Any, stimulus: adv.Stimulus, at: adv.Moment
    ) -> adv.Advance:
        if isinstance(stimulus, adv.Reopen):
            was = stimulus.turns
            changed = {name: change(was) for name, change in self.changes.items()}
            stimulus = replace(stimulus, turns=replace(was, **changed))
        return super().advance(prepared, state, stimulus, at)


def _only_mine(was: KeptTurns) -> Any:
    return was.turns[:1]


def _of_wang(was: KeptTurns) -> Any:
    mine = was.turns[0]
    return (replace(mine, variables={**mine.variables, "one": "wang"}), *was.turns[1:])


@pytest.mark.parametrize("sequential", [False, True])
def test_wrong_turn_is_a_disagreement_that_names_it(sequential: bool):
    turns = Asked(sequential, Forgetful(taken=lambda was: was.taken + 1)).do(0).take_back(0)

    found = turns.case.pair.disagreement
    assert found is not None
    assert (found.what, found.first, found.second) == (
        "turn reopened", ("a turn 2",), ("a turn 1",),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("change", "ours", "theirs"),
    [(_only_mine, ["li"], ["li", "wang", "zhou"]), (_of_wang, ["wang"], ["li"])],
)
def test_turn_that_is_forgotten_or_anothers_is_a_disagreement_that_names_it(
    change: Any, ours: list[str], theirs: list[str]
):
    turns = Asked(False, Forgetful(turns=change), **TWO).do(2).do(0).take_back(0)

    found = turns.case.pair.disagreement
    assert found is not None
    assert found.what == "work offered"
    assert all(any(f"'{one}'" in said for said in found.first) for one in ours)
    assert all(any(f"'{one}'" in said for said in found.second) for one in theirs)


def test_completed_turns_that_are_miscounted_end_the_activity_at_another_time():
    """The first takes the turn that is done for undone, so that it does not see that two are."""
    turns = Asked(False, Forgetful(completed=lambda _: 0), **TWO).do(2).do(0).take_back(0)
    assert turns.case.agrees()

    turns.do(1)

    found = turns.case.pair.disagreement
    assert found is not None
    assert "flow taken" in found.what


def test_what_is_not_over_is_refused_by_both():
    turns = Asked().do(0)
    kept = turns.stood[0]
    whole = turns.case.state.ids[f"token:{turns.whole()}"]
    spiff, second = SpiffInterpreter(), turns.case.state.second
    for more in ({"taken": 1}, {"whole": 999}, {"taken": 0, "ended": True}):
        asked_for = replace(kept, **{"whole": whole, "ended": False, **more})
        told = adv.Reopen(tokens=(), target="a", process="p", by="li", turns=asked_for)
        with pytest.raises(InvalidState):
            spiff.advance(turns.case.prepared[1], second, told, moment())
