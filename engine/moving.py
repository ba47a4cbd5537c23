"""Returns, takes back, withdraws and corrects: builds the commands from what the log says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from functools import partial

from engine.bootstrap import Runtime
from engine.bundle_elements import is_multiple, place_in
from engine.codec import decode_envelope, is_command
from engine.core import commands_moves as cmd
from engine.core.commands import Command, StartInstance
from engine.core.commands_office import TakeBackVote
from engine.core.evolve_approval import round_of
from engine.core.ids import InstanceId, UserId
from engine.core.kept_turns import KeptTurns
from engine.core.moves import NO_MOVES, Moves
from engine.core.people import Person
from engine.core.values import Value
from engine.dispatcher import Outcome
from engine.errors import CommandRejected, InvalidCommand, InvalidState, NotFound, Text
from engine.handlers.trial import tried
from engine.history.performed import (
    Done,
    Followed,
    called_since,
    done_tasks,
    followed,
    refuse_taken_back,
    without_vote,
)
from engine.history.turns import turns_before
from engine.views import WorkItemView

PREVIOUS, INITIATOR = "previous", "initiator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Destination:
    """Where a work item may be returned to; `by` did it last, of the start event the initiator."""

    element_id: str
    process: str
    name: Text
    by: str
    is_start: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnTo:
    """What is asked: `previous`, `initiator`, or a task that was done, by its id or, where that is
    in two processes, `process/id`."""

    to: str = PREVIOUS
    reason: str = ""
    straight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Who:
    """Who sends a command; for an absent person, or with an id that makes it happen once."""

    actor: Person
    command_id: str | None = None
    absent: Person | None = None


class Moving:
    """The operations that move control by hand, over a runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime

    # --- of people

    def destinations(self, work_item_id: str, actor: Person) -> list[Destination]:
        """Where this person may return the work item to, the nearest first: each is tried out."""
        view = self._item(work_item_id)
        found = (self._destination(view, one) for one in self._done(view))
        ways = [one for one in (*found, self._start(view)) if one is not None]
        return [one for one in ways if self._would_do(self._return(view, one, _TRY), actor)]

    def give_back(self, work_item_id: str, asked: ReturnTo, who: Who) -> Outcome:
        """Return a work item (退回). Raises CommandRejected."""
        view = self._item(work_item_id)
        command = self._return(view, self._meant(view, asked, who), asked)
        return self._send(command, who)

    def take_back(self, work_item_id: str, reason: str, who: Who) -> Outcome:
        """Undo one's own completion, which nobody has made use of yet (拿回)."""
        view = self._item(work_item_id)
        if view.ended_at is None:
            raise InvalidState("此项尚未办结", f"Expected {work_item_id} to be completed")
        rows = self._runtime.store.rows(view.instance_id)
        said_at = called_since(rows, work_item_id)
        round_ = round_of(self._runtime.live(view.instance_id).state, said_at)
        if round_ is not None:
            others = without_vote(rows, round_, said_at)
            vote = TakeBackVote(
                instance_id=InstanceId(view.instance_id),
                voted_item=said_at,
                data=others.data,
                chosen=others.chosen,
                reason=reason,
            )
            return self._send(vote, who)
        refuse_taken_back(rows, {work_item_id, said_at})
        case = self._runtime.live(view.instance_id).case
        found = followed(rows, said_at, who.actor.id, partial(is_multiple, case.bundle))
        turns = turns_before(self._runtime.cases, case, rows, found, who.actor.id)
        if found.turn is not None and turns is None:  # this interpreter begins all of them anew
            found = followed(rows, said_at, who.actor.id, lambda *_: False)
        return self._send(self._undoing(view, (found, turns), reason), who)

    def _undoing(
        self, view: WorkItemView, what: tuple[Followed, KeptTurns | None], reason: str
    ) -> cmd.TakeBackWorkItem:
        found, turns = what
        command = cmd.TakeBackWorkItem(
            instance_id=InstanceId(view.instance_id),
            completed_item=view.id,
            element_id=found.element_id,
            process=found.process,
            reason=reason,
            led_to=dict(found.led_to),
            scopes=found.scopes,
        )
        asked = {one.name: getattr(command, one.name) for one in fields(command)}
        if turns is not None:
            return cmd.TakeBackTurn(**asked, turns=turns)
        if found.round is not None:
            return cmd.TakeBackDecision(**asked, restores=found.round)
        return command

    def withdraw(self, instance_id: str, reason: str, who: Who) -> Outcome:
        """The initiator gives their case up (撤回)."""
        command = cmd.WithdrawInstance(instance_id=InstanceId(instance_id), reason=reason)
        return self._send(command, who)

    def started_with(self, instance_id: str) -> tuple[str, Mapping[str, Value]]:
        """The process, and the data that the case was started with: for another one like it."""
        first = next((r for r in self._runtime.store.rows(instance_id) if is_command(r.type)), None)
        started = decode_envelope(first.body).command if first is not None else None
        if not isinstance(started, StartInstance):
            raise NotFound(f"没有案件 {instance_id}", f"Expected a case, got {instance_id}")
        return started.process, started.variables

    # --- of administrators

    def jump(
        self, instance_id: str, tokens: Sequence[int], where: tuple[str, str], who: Who
    ) -> Outcome:
        """Move tokens to an element (跳转); `where` is its id, with the reason."""
        named, reason = where
        process, to = self._place(instance_id, named)
        command = cmd.MoveTokens(
            instance_id=InstanceId(instance_id),
            tokens=tuple(map(str, tokens)),
            to=to,
            process=process,
            reason=reason,
        )
        return self._send(command, who)

    def correct(
        self, instance_id: str, variables: Mapping[str, Value], reason: str, who: Who
    ) -> Outcome:
        """Set variables of the case."""
        command = cmd.CorrectVariables(
            instance_id=InstanceId(instance_id), variables=variables, reason=reason
        )
        return self._send(command, who)

    def suspend(self, instance_id: str, reason: str, who: Who) -> Outcome:
        """Let the case rest (挂起)."""
        return self._send(
            cmd.SuspendInstance(instance_id=InstanceId(instance_id), reason=reason), who
        )

    def resume(self, instance_id: str, reason: str, who: Who) -> Outcome:
        """Let the case go on (恢复)."""
        return self._send(
            cmd.ResumeInstance(instance_id=InstanceId(instance_id), reason=reason), who
        )

    def revive(self, instance_id: str, to: str, reason: str, who: Who) -> Outcome:
        """Let an ended case begin again at an element."""
        process, element_id = self._place(instance_id, to)
        command = cmd.ReviveInstance(
            instance_id=InstanceId(instance_id),
            to=element_id,
            process=process,
            reason=reason,
        )
        return self._send(command, who)

    def change_approvers(
        self, instance_id: str, choice: tuple[str, Iterable[str]], reason: str, who: Who
    ) -> Outcome:
        """Say who does a task of this case that is still ahead; nobody: as modelled. `choice` is
        the task with the people."""
        element_id, people = choice
        command = cmd.ChangeApprovers(
            instance_id=InstanceId(instance_id),
            element_id=element_id,
            people=tuple(map(self._active, people)),
            reason=reason,
        )
        return self._send(command, who)

    def review_late(
        self, instance_id: str, asked: tuple[str, str], reason: str, who: Who
    ) -> Outcome:
        """Have a task that was left out looked at afterwards (补审); `asked` is it, with who."""
        named, to = asked
        process, element_id = self._place(instance_id, named)
        command = cmd.RequestLateReview(
            instance_id=InstanceId(instance_id),
            element_id=element_id,
            process=process,
            to=self._active(to),
            reason=reason,
        )
        return self._send(command, who)

    def standing(self, instance_id: str) -> Moves:
        """What people have moved in the case, or let rest. Raises NotFound."""
        return self._runtime.live(instance_id).state.moves or NO_MOVES

    # --- building

    def _send(self, command: Command, who: Who) -> Outcome:
        return self._runtime.dispatch(
            command, who.actor, command_id=who.command_id, absent=who.absent
        )

    def _item(self, work_item_id: str) -> WorkItemView:
        view = self._runtime.store.work_item(work_item_id)
        if view is None:
            raise NotFound(f"没有待办 {work_item_id}", f"Expected a work item, got {work_item_id}")
        return view

    def _done(self, view: WorkItemView) -> Iterator[Done]:
        rows = self._runtime.store.rows(view.instance_id)
        here = view.process, view.element_id
        return (one for one in done_tasks(rows) if (one.process, one.element_id) != here)

    def _destination(self, view: WorkItemView, done: Done) -> Destination | None:
        bundle = self._runtime.live(view.instance_id).case.bundle
        called = done.process == bundle.process.key or done.process in bundle.called
        element = bundle.process_of(done.process).elements.get(done.element_id) if called else None
        if element is None or element.user_task is None:
            return None
        name = Text(zh=element.name or element.id, en=element.name_en or element.id)
        return Destination(element_id=element.id, process=done.process, name=name, by=done.by)

    def _start(self, view: WorkItemView) -> Destination | None:
        live = self._runtime.live(view.instance_id)
        start = live.case.bundle.process.start_event()
        if start is None:
            return None
        return Destination(
            element_id=start.id,
            process=live.case.bundle.process.key,
            name=Text(zh=start.name or "发起", en=start.name_en or "Initiator"),
            by=live.state.initiator.id,
            is_start=True,
        )

    def _meant(self, view: WorkItemView, asked: ReturnTo, who: Who) -> Destination:
        """Raises InvalidState when there is nothing of the kind."""
        if asked.to == INITIATOR:
            found = self._start(view)
        elif asked.to == PREVIOUS:
            found = next(iter(self._before(view, who)), None)
        else:
            named = (asked.to, asked.to.rpartition("/")[::2])
            done = (
                one
                for one in self._done(view)
                if one.element_id in named or (one.process, one.element_id) in named
            )
            found = next(filter(None, (self._destination(view, one) for one in done)), None)
        if found is None:
            raise InvalidState(
                "没有可退回的环节：请选择本案已办理过的环节",
                f"Expected a task of this case that was done before, got {asked.to!r}",
            )
        return found

    def _before(self, view: WorkItemView, who: Who) -> Iterator[Destination]:
        actor = who.absent or who.actor
        for done in self._done(view):
            found = self._destination(view, done)
            if found is not None and self._would_do(self._return(view, found, _TRY), actor):
                yield found

    def _return(self, view: WorkItemView, to: Destination, asked: ReturnTo) -> cmd.ReturnWorkItem:
        people = self._runtime.people
        login = UserId(to.by)
        here = not to.is_start and people.is_active(login)
        return cmd.ReturnWorkItem(
            instance_id=InstanceId(view.instance_id),
            work_item_id=view.id,
            to=to.element_id,
            process=to.process,
            reason=asked.reason,
            straight=asked.straight,
            performer=people.person(login) if here else None,
            due_at=view.due_at,
        )

    def _would_do(self, command: Command, actor: Person) -> bool:
        """Whether the command would be accepted now. Changes nothing."""
        runtime = self._runtime
        live, now = runtime.live(command.instance_id), runtime.clock.now()
        try:
            tried(live, command, actor, now, runtime.tools.answers)
        except CommandRejected:
            return False
        return True

    def _active(self, login: str) -> Person:
        person = self._runtime.people.person(UserId(login))
        if person is None or not self._runtime.people.is_active(UserId(login)):
            raise InvalidCommand(f"没有在职人员 {login}", f"Expected an active person: {login!r}")
        return person

    def _place(self, instance_id: str, named: str) -> tuple[str, str]:
        """Process and element of an id, or of `process/id`: the case's own process first."""
        return place_in(self._runtime.live(instance_id).case.bundle, named)


_TRY = ReturnTo(reason="试 / trial")


__all__ = ["INITIATOR", "PREVIOUS", "Destination", "Moving", "ReturnTo", "Who"]
