"""Activities that can be undone, and what undoes them (BPMN 2.0.2, 13.5.5)."""

from __future__ import annotations

from dataclasses import dataclass

from engine.fuzz.blocks.block import Block, Ends
from engine.fuzz.blocks.ends import Decisive, reach
from engine.fuzz.blocks.guarded import Guard
from engine.fuzz.blocks.scopes import SubProcess
from engine.fuzz.blocks.tasks import UserTask
from engine.fuzz.meaning import Done, Region, Scope, Then, undo_all
from engine.fuzz.pen import Pen


@dataclass(frozen=True, slots=True, kw_only=True)
class Undoable(Block):
    """A user task with a compensation boundary event and the task that undoes it."""

    task: UserTask
    handler: UserTask

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.task, self.handler)

    def draw(self, pen: Pen) -> Ends:
        ends = self.task.draw(pen)
        pen.event(
            "boundaryEvent", self.id, "<compensateEventDefinition/>", attachedToRef=self.task.id
        )
        self.handler.draw(pen)
        pen.mark(self.handler.id, isForCompensation="true")
        pen.write(
            f'<association id="{self.id}a" associationDirection="One" sourceRef="{self.id}"'
            f' targetRef="{self.handler.id}"/>'
        )
        return ends

    def run(self, region: Region, then: Then) -> None:
        def done() -> None:
            region.scope.done.append(Done(element=self.task.id, undo=self.handler.run))
            then()

        self.task.run(region, done)


@dataclass(frozen=True, slots=True, kw_only=True)
class Undo(Block):
    """A user task and right behind it a compensation event: for everything in the scope, or for
    the activity `only`. It goes on when all is undone."""

    task: UserTask
    only: str = ""
    is_end: bool = False

    @property
    def parts(self) -> tuple[Block, ...]:
        return (self.task,)

    @property
    def ends(self) -> bool:
        return self.is_end

    def draw(self, pen: Pen) -> Ends:
        first, (last,) = self.task.draw(pen)
        tag = "endEvent" if self.is_end else "intermediateThrowEvent"
        which = f' activityRef="{self.only}"' if self.only else ""
        pen.event(tag, self.id, f"<compensateEventDefinition{which}/>")
        pen.flow(last, self.id)
        return first, () if self.is_end else (self.id,)

    def run(self, region: Region, then: Then) -> None:
        def undone() -> None:
            if self.is_end:
                reach(self.id, region)
                region.scope.used_up()
            else:
                then()

        self.task.run(
            region, lambda: undo_all(region.scope.take(self.only), region.activity(), undone)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class CancelEnd(Decisive):
    """Cancels the transaction around: what is active is given up, what is done is undone, then
    control leaves by the cancel boundary event (13.3.4, 13.5.5)."""

    def _definition(self, pen: Pen) -> str:
        return "<cancelEventDefinition/>"

    def _happen(self, region: Region) -> None:
        scope: Scope = region.scope
        taken = scope.take()
        scope.empty()
        scope.catches.clear()
        scope.tokens = 1
        undo_all(taken, scope, lambda: _leave(scope))


def _leave(scope: Scope) -> None:
    scope.throw("cancel", "")


@dataclass(frozen=True, slots=True, kw_only=True)
class Transaction(SubProcess):
    """A transaction; one of the guards around it catches its cancellation."""

    tag: str = "transaction"


def cancel_guard(ref: str, handler: Block) -> Guard:
    """The boundary event by which control leaves a cancelled transaction."""
    return Guard(id=ref, handler=handler, caught="cancel")
