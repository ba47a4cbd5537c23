"""What incidents have in common, and whether trying again would get one further."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from engine.batches.choosing import where
from engine.bootstrap import Runtime
from engine.core import events as ev
from engine.core.commands import RetryIncident
from engine.core.ids import InstanceId
from engine.core.people import Person
from engine.core.values import Value
from engine.errors import Text
from engine.handlers.trial import tried
from engine.views import IncidentView

_READ: Final = re.compile(r"[ ;,(]*it read .*", re.DOTALL)
_FIGURES: Final = re.compile(r"\d+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """What a retry would lead to: why it would be stuck again, else where control would stand
    (nowhere: the case would end), and the variables that it would change."""

    stuck: Text | None
    where: Text
    ends: bool
    before: Mapping[str, Value]
    after: Mapping[str, Value]


def cause_of(one: IncidentView) -> str:
    """The same for incidents at one element for one reason, whatever values they met with."""
    said = _FIGURES.sub("#", _READ.sub("", one.en))
    whole = f"{one.process}\n{one.element_id}\n{one.kind}\n{said}"
    return sha256(whole.encode()).hexdigest()[:16]


def try_again(
    runtime: Runtime, incident: IncidentView, variables: Mapping[str, Value], actor: Person
) -> Tried:
    """Performs the retry in memory alone. Raises as the retry does."""
    live = runtime.live(incident.instance_id)
    command = RetryIncident(
        instance_id=InstanceId(incident.instance_id),
        incident_id=incident.id,
        variables=variables,
        reason="预览 / preview",
    )
    done = tried(live, command, actor, runtime.clock.now(), runtime.tools.answers)
    raised = [one for one in done.events if isinstance(one, ev.IncidentRaised)]
    read, positions = live.case.interpreter.variables, live.case.interpreter.positions
    now, then = read(live.machine, None), read(done.machine, None)
    changed = [name for name in then if name not in now or now[name] != then[name]]
    names = dict.fromkeys((*variables, *changed))
    return Tried(
        stuck=Text(zh=raised[0].zh, en=raised[0].en) if raised else None,
        where=where(live, [element for element, _ in positions(done.machine)]),
        ends=done.state.ended_at is not None,
        before={name: now.get(name) for name in names},
        after={name: then.get(name, variables.get(name)) for name in names},
    )
