"""What was asked that moves control by hand, or corrects a case: one frozen class per command.

Who performed what, in which order and with which consequences, the log knows and the state does
not. Whoever builds these commands (engine.moving) reads it there; the deciders check that it still
holds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from datetime import datetime

from engine.core.command import Command
from engine.core.fact import fact
from engine.core.kept_round import KeptRound
from engine.core.kept_turns import KeptTurns
from engine.core.people import Person
from engine.core.values import Value


@fact
class ReturnWorkItem(Command):
    """Give a work item back to an earlier task, or to the start event for the initiator (退回).

    `performer` did that task last. `straight`: control stays here, the performer answers and the
    work item is open again; else control goes on from there. `due_at` is when this one is due.
    """

    work_item_id: str
    to: str
    process: str
    reason: str
    straight: bool = False
    performer: Person | None = None
    due_at: datetime | None = None


@fact
class TakeBackWorkItem(Command):
    """Undo my completion of a work item, of which nobody has made use yet (拿回).

    `led_to` are the work items (with their assignee), timers, jobs and subscriptions that it
    brought; `scopes` those that its element was in, inner first.
    """

    completed_item: str
    element_id: str
    process: str
    reason: str = ""
    led_to: Mapping[str, Value] = field(default_factory=dict)
    scopes: tuple[str, ...] = ()


@fact
class TakeBackDecision(TakeBackWorkItem):
    """The same, of the opinion that decided a round: it opens again as it stood before that."""

    restores: KeptRound


@fact
class TakeBackTurn(TakeBackWorkItem):
    """The same, of one turn of a multi-instance task: the others stay as they are, or, where the
    task has ended with it, stand as before."""

    turns: KeptTurns


@fact
class WithdrawInstance(Command):
    """The initiator gives up their case, as far as its process lets them (撤回)."""

    reason: str = ""


@fact
class MoveTokens(Command):
    """Let control go from these tokens to an element, whatever the arrows say (跳转)."""

    tokens: tuple[str, ...]
    to: str
    process: str
    reason: str


@fact
class CorrectVariables(Command):
    """Set variables as seen from a token; of the case itself without one."""

    variables: Mapping[str, Value]
    reason: str
    token: str = ""


@fact
class SuspendInstance(Command):
    """Let a case rest: nothing is done in it until it is resumed (挂起)."""

    reason: str


@fact
class ResumeInstance(Command):
    """Let a suspended case go on (恢复)."""

    reason: str = ""


@fact
class ReviveInstance(Command):
    """Let an ended case begin again at an element (恢复已结束的案件)."""

    to: str
    process: str
    reason: str


@fact
class ChangeApprovers(Command):
    """Let these people do a task of this one case that is still ahead; nobody: as modelled."""

    element_id: str
    people: tuple[Person, ...]
    reason: str


@fact
class RequestLateReview(Command):
    """Have a task looked at afterwards that was left out; the case goes on as it does (补审)."""

    element_id: str
    process: str
    to: Person
    reason: str
