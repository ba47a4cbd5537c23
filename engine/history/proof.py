"""What the log proves of one case: on which interpreter it ran, and whether two of them agree."""

from __future__ import annotations

from engine.codec import decode_event, is_command
from engine.core.events import InstanceStarted
from engine.errors import IntegrityViolation
from engine.handlers.load import CaseSource
from engine.history.replay import replay
from engine.history.witness import PairedInterpreter, WitnessVerdict
from engine.ports import EventLog


def ran_on(log: EventLog, instance_id: str, own: str) -> str:
    """The interpreter that the case's log names; the engine's `own` when it cannot be read."""
    for row in log.rows(instance_id)[:2]:
        try:
            event = None if is_command(row.type) else decode_event(row.type, row.body)
        except IntegrityViolation:
            continue
        if isinstance(event, InstanceStarted):
            own = event.interpreter
    return own.partition("/")[0]


def bear_witness(
    log: EventLog, cases: CaseSource, instance_id: str, pair: PairedInterpreter
) -> WitnessVerdict:
    """Replay the case on the pair, which `cases` must have been prepared with. Agreed means that
    the replay is equal as well; neither compares the engine's words."""
    pair.afresh()
    verdict = replay(log, cases, instance_id)
    version = verdict.difference.version if verdict.difference else 0
    failed = "" if verdict.equal else f"replay differs from row {version}"
    asked = pair.asked or not verdict.commands
    silent = pair.silent or (None if asked else "the second interpreter was never asked")
    return WitnessVerdict(
        instance_id=instance_id,
        agreed=verdict.equal and pair.disagreement is None and silent is None,
        no_witness=silent is not None and pair.disagreement is None,
        commands=verdict.commands,
        reason=silent or failed,
        disagreement=pair.disagreement,
        reworded=verdict.reworded,
    )


def same_interpreter(instance_id: str, name: str) -> WitnessVerdict:
    """An interpreter is no witness of what it did itself."""
    reason = f"案件就在 {name} 上执行 / The case ran on {name} itself"
    return WitnessVerdict(instance_id=instance_id, agreed=False, no_witness=True, reason=reason)
