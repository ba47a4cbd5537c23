"""Automatic stretches that are too long for one advance: cut into slices, endless ones stopped.

After `Moment.step_budget` steps the advance ends and a job asks for the next slice, so that every
slice is committed and nobody has to wait for all of them. A whole slice in which tokens only went
round, and nothing else changed, is an endless loop; after so many slices in a row, without anything
coming from outside, any other is taken for one. Both are incidents, as a person must look (retrying
goes on for as many slices again).
"""

from __future__ import annotations

from typing import Final

from engine.core import events as ev
from engine.core.advance import GO_ON
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.kernel.failures import Stuck
from engine.kernel.run import Run
from engine.kernel.state import Token


def used_up(run: Run, token: Token) -> None:
    """The budget is used up before this token could run."""
    run.slices += 1
    if run.slices >= run.prepared.slices or _only_went_round(run):
        run.stick(token, _exhausted(run, token))
        return
    run.stack.insert(0, token.id)  # others have their turn first in the next slice
    if not run.next_slice:
        run.next_slice = run.next_id("j")
        inputs: dict[str, Value] = {"slice": run.slices + 1}
        run.emit(
            ev.JobCreated(
                job_id=run.next_slice,
                element_id=token.element,
                token=0,
                connector=GO_ON,
                inputs=inputs,
                due_at=run.moment.now,
            )
        )


_ROUND: Final = frozenset(
    {ev.ElementPassed, ev.FlowTaken, ev.DecisionEvaluated, ev.ElementActivated, ev.ElementCompleted}
)
"""All that happens when tokens go round."""


def _only_went_round(run: Run) -> bool:
    """Whether the slice changed neither data nor counters nor the number of tokens, so that the
    next one would not either. The first one also does other things, as what came before it."""
    if run.slices == 1 or run.loops or len(run.tokens) > run.width:
        return False
    return _ROUND.issuperset(map(type, run.happened))


def go_on(run: Run) -> None:
    """The job that asked for the next slice is done with this advance."""
    run.next_slice = ""


def rest(run: Run) -> None:
    """When everything waits: no further slice is needed, and they are counted anew."""
    if any(token in run.tokens for token in run.stack):
        return
    run.slices = 0
    if run.next_slice:  # what came from outside meanwhile has also done the rest
        run.emit(ev.JobCanceled(job_id=run.next_slice))
        run.next_slice = ""


def _exhausted(run: Run, token: Token) -> Stuck:
    steps = run.moment.step_budget * run.slices
    return Stuck(
        IncidentKind.STEP_BUDGET,
        run.node(token).element,
        f"自动执行了 {steps} 步仍未停下，可能是无止境的循环；确认不是，可重试以继续",
        f"{steps} automatic steps without a stop: perhaps an endless loop; if it is none, retry to "
        "go on",
    )
