"""The stimuli that a case has had, in order: the state of the second interpreter, as plain JSON."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from engine.core import advance as adv
from engine.core.advance import Moment, Stimulus
from engine.core.kept_turns import KeptTurns
from engine.core.people import Person
from engine.core.values import from_plain, to_plain
from engine.errors import IntegrityViolation

FORMAT: Final = 1

_KINDS: Final[Mapping[str, type[Any]]] = {
    one.__name__: one
    for one in (
        adv.Begin,
        adv.TaskDone,
        adv.TimerDue,
        adv.JobDone,
        adv.ErrorThrown,
        adv.EscalationRaised,
        adv.MessageCame,
        adv.SignalCame,
        adv.Retry,
        adv.Stop,
        adv.Move,
        adv.Reopen,
        adv.Amend,
    )
}
_VALUES: Final = frozenset({"variables", "values", "data", "result"})
_TURNS: Final = ("whole", "taken", "ended")
"""What is told of turns that are taken back; the rest is remembered."""
_TUPLES: Final = frozenset({"roles", "heads", "tokens", "scopes"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One stimulus with its moment, after those before it. Entries are shared between states."""

    stimulus: Stimulus
    moment: Moment
    before: Entry | None = None


def in_order(last: Entry | None) -> list[Entry]:
    """The entries from the first to this one."""
    found: list[Entry] = []
    while last is not None:
        found.append(last)
        last = last.before
    return found[::-1]


def dump(last: Entry | None) -> dict[str, Any]:
    """All stimuli with their moments."""
    return {"format": FORMAT, "stimuli": [_entry(one) for one in in_order(last)]}


def load(plain: Any) -> Entry | None:
    """The last entry of a dump. Raises IntegrityViolation for a format that is not ours."""
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise IntegrityViolation("快照格式不符", f"Expected stimuli of format {FORMAT}")
    last: Entry | None = None
    for one in plain["stimuli"]:
        stimulus = _KINDS[one["kind"]](**_read(one["stimulus"]))
        last = Entry(stimulus=stimulus, moment=_moment(one["moment"]), before=last)
    return last


def _entry(entry: Entry) -> dict[str, Any]:
    moment = entry.moment
    return {
        "kind": type(entry.stimulus).__name__,
        "stimulus": _plain(entry.stimulus),
        "moment": {
            "instance_id": moment.instance_id,
            "now": moment.now.isoformat(),
            "initiator": _plain(moment.initiator),
            "step_budget": moment.step_budget,
        },
    }


def _plain(record: Any) -> dict[str, Any]:
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    if isinstance(record, adv.Reopen):
        values["turns"] = {name: getattr(record.turns, name) for name in _TURNS}
    return {
        name: to_plain(value) if name in _VALUES or name in _TUPLES else value
        for name, value in values.items()
    }


def _read(plain: Mapping[str, Any]) -> dict[str, Any]:
    values = {name: from_plain(one) if name in _VALUES else one for name, one in plain.items()}
    if "turns" in values:
        values["turns"] = KeptTurns(**values["turns"], turns=())
    return {name: tuple(one) if name in _TUPLES else one for name, one in values.items()}


def _moment(plain: Mapping[str, Any]) -> Moment:
    return Moment(
        instance_id=plain["instance_id"],
        now=datetime.fromisoformat(plain["now"]),
        initiator=Person(**_read(plain["initiator"])),
        step_budget=plain["step_budget"],
    )
