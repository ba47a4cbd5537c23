"""Reads scenario files: the steps of a case in domain words, what they prove, what to expect.

process: seal-use
samples: {contract: &contract {seal_no: YZ-02, ...}}      # YAML anchors, for reuse only
scenarios:
  - id: contract-seal-approved-by-gm
    zh: 合同章由总经理批准
    en: The contract seal is decided by the general manager
    proves: [SEAL-15]
    at: 2026-11-23T09:00                                  # office time
    steps:
      - {start: seal-use, by: salesperson, data: *contract}
      - {complete: review-by-department-head, by: sales-manager, data: {decision: agree}}
      - {complete: approve-by-gm, by: salesperson, data: {}, refused: not-permitted}
      - {return: approve-by-gm, by: gm, to: initiator, reason: 请补充}     # see `operations`
      - {clock: P3D}
      - {parameters: {seal_upload_workdays: 3}, by: admin}  # published so, for cases to come
      - expect: {open: {approve-by-gm: [gm]}, end: [], variables: {}, flows: []}
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from engine.core.values import Value
from engine.scenarios.plain_yaml import read_yaml

VERBS: Final = (
    *("start", "begun", "complete", "claim", "clock", "expect"),
    *("error", "escalate", "message", "signal", "activate", "finish", "retry", "terminate"),
    "parameters",
    *("release", "advise", "transfer", "delegate", "add-sign", "remove-sign", "urge", "copy"),
    *("read-copy", "return", "take-back", "withdraw", "substitute"),
)
EXPECTATIONS: Final = frozenset(
    {
        "open",
        "assignee",
        "end",
        "status",
        "outcome",
        "variables",
        "flows",
        "registers",
        "notices",
        "sent",
        "due",
        "incidents",
    }
)
_STEP_WORDS: Final = frozenset(
    {
        *("by", "data", "refused", "fields", "case", "code", "key", "element", "nth"),
        *("to", "for", "reason", "opinion", "agrees", "place", "straight", "until"),
    }
)
_SCENARIO_WORDS: Final = frozenset({"id", "zh", "en", "proves", "at", "steps"})


class BadScenario(ValueError):
    """A scenario file that says something which is not understood."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One step: a verb and what it is about.

    `refused` is the kind of rejection that the step must end in (`invalid-form`, ...), `fields`
    the form fields that it must name. `case` tells several cases of one scenario apart.
    """

    verb: str
    about: Any
    by: str = ""
    data: Mapping[str, Value] = field(default_factory=dict)
    refused: str | None = None
    fields: tuple[str, ...] = ()
    case: str = ""
    code: str = ""  # of an error or escalation
    key: str = ""  # of a message: its correlation key, "*": what the case waits for
    element: str = ""  # of an ad-hoc sub-process: the activity to begin
    nth: int = 1  # of several open work items of one element
    to: tuple[str, ...] = ()  # whom it is given to; of a return: `previous`, `initiator`, a task
    absent: str = ""  # `for`: whom `by` acts for, as their substitute
    reason: str = ""
    opinion: str = ""  # that goes with a completion, or that somebody was asked for
    agrees: bool | None = None
    place: str = ""  # of added signers: `before`, `after`, `beside`
    straight: bool = False  # a return: straight back to who returns
    until: str = ""  # of a substitution: a duration or office time

    def done_by(self, login: str) -> Step:
        """The same step, by this person."""
        return replace(self, by=login)


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """One case from start to where it is looked at; `proves` are ids of clauses."""

    id: str
    process: str
    zh: str
    en: str
    at: str
    proves: tuple[str, ...]
    steps: tuple[Step, ...]


def read_scenarios(file: Path) -> tuple[Scenario, ...]:
    """The scenarios of one file. Raises BadScenario."""
    plain = read_yaml(file.read_bytes())
    return tuple(_scenario(one, plain["process"], file.name) for one in plain["scenarios"])


def _scenario(plain: Mapping[str, Any], process: str, file: str) -> Scenario:
    _refuse_unknown(plain.keys() - _SCENARIO_WORDS, f"{file}: {plain.get('id')}")
    return Scenario(
        id=plain["id"],
        process=process,
        zh=plain["zh"],
        en=plain["en"],
        at=str(plain.get("at", "2026-11-23T09:00")),
        proves=tuple(plain.get("proves", ())),
        steps=read_steps(plain["steps"], f"{file}: {plain['id']}"),
    )


def read_steps(plain: list[Mapping[str, Any]], where: str) -> tuple[Step, ...]:
    """The steps of a list in YAML. Raises BadScenario naming the place."""
    return tuple(_step(one, f"{where}, step {number}") for number, one in enumerate(plain, 1))


def _step(plain: Mapping[str, Any], where: str) -> Step:
    verbs = [verb for verb in VERBS if verb in plain]
    if len(verbs) != 1:
        raise BadScenario(f"Expected one of {', '.join(VERBS)} in {where}")
    verb = verbs[0]
    _refuse_unknown(plain.keys() - _STEP_WORDS - {verb}, where)
    if verb == "expect":
        _refuse_unknown(plain["expect"].keys() - EXPECTATIONS, where)
    return Step(
        verb=verb,
        about=plain[verb],
        by=plain.get("by", ""),
        data=plain.get("data") or {},
        refused=plain.get("refused"),
        fields=tuple(plain.get("fields", ())),
        case=str(plain.get("case", "")),
        code=str(plain.get("code", "")),
        key=str(plain.get("key", "")),
        element=str(plain.get("element", "")),
        nth=int(plain.get("nth", 1)),
        to=_logins(plain.get("to", ())),
        absent=str(plain.get("for", "")),
        reason=str(plain.get("reason", "")),
        opinion=str(plain.get("opinion", "")),
        agrees=plain.get("agrees"),
        place=str(plain.get("place", "")),
        straight=bool(plain.get("straight", False)),
        until=str(plain.get("until", "")),
    )


def _logins(plain: str | list[str]) -> tuple[str, ...]:
    return (plain,) if isinstance(plain, str) else tuple(map(str, plain))


def _refuse_unknown(words: Any, where: str) -> None:
    if words:
        raise BadScenario(f"Expected only known words in {where}, got {', '.join(sorted(words))}")
