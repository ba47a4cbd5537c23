"""Which values an attribute may have at all, and which of them are run."""

from __future__ import annotations

import re
from typing import Final

from engine.bpmn.reader.names import truth

_BOOLEAN: Final = frozenset({"true", "false"})
_TRUE: Final = frozenset({"true"})
_FALSE: Final = frozenset({"false"})

_ALLOWED: Final[dict[str, frozenset[str]]] = {
    **dict.fromkeys(
        """isForCompensation triggeredByEvent parallelMultiple isInterrupting isImmediate isClosed
        isCollection isUnlimited cancelActivity isExecutable cancelRemainingInstances instantiate
        testBefore isSequential waitForCompletion isRequired mustUnderstand""".split(),
        _BOOLEAN,
    ),
    "processType": frozenset({"None", "Private", "Public"}),
    "gatewayDirection": frozenset({"Unspecified", "Converging", "Diverging", "Mixed"}),
    "associationDirection": frozenset({"None", "One", "Both"}),
    "eventGatewayType": frozenset({"Exclusive", "Parallel"}),
    "ordering": frozenset({"Parallel", "Sequential"}),
    "behavior": frozenset({"None", "One", "All", "Complex"}),
    "itemKind": frozenset({"Information", "Physical"}),
    "direction": frozenset({"None", "Forward", "Backward", "Both"}),
}
"""The values that the schema allows (BPMN 2.0.2, tables of clauses 8 to 10)."""

_RUN: Final[dict[str, frozenset[str]]] = {
    "isImmediate": _TRUE,
    "mustUnderstand": _FALSE,
    "processType": frozenset({"None", "Private"}),
    "implementation": frozenset({"##unspecified", "##WebService"}),
    "textFormat": frozenset({"text/plain"}),
    "method": frozenset({"##Compensate"}),
    "transaction triggeredByEvent": _FALSE,
    "adHocSubProcess triggeredByEvent": _FALSE,
}
"""Attributes of which only these values mean what we run; others are refused by name."""

MOST: Final = 1_000_000
_COUNT: Final = re.compile(r"\+?0{0,2}[1-9][0-9]{0,6}")
_COUNTED: Final = frozenset({"startQuantity", "completionQuantity", "loopMaximum"})
_WHOLE: Final = frozenset({"capacity", "minimum", "maximum"})


def is_valid(name: str, value: str) -> bool:
    """Whether the attribute may have this value at all."""
    if name in _COUNTED:
        return _COUNT.fullmatch(value.strip()) is not None and int(value) <= MOST
    if name in _WHOLE:
        return re.fullmatch(r"[+-]?\d{1,9}", value.strip()) is not None
    return name not in _ALLOWED or _canonical(name, value) in _ALLOWED[name]


def is_run(tag: str, name: str, value: str) -> bool:
    """Whether the element is run as this value says."""
    allowed = run_values(tag, name)
    return allowed is None or _canonical(name, value) in allowed


def run_values(tag: str, name: str) -> frozenset[str] | None:
    """The only values of the attribute that are run; None: all that it may have."""
    return _RUN.get(f"{tag} {name}", _RUN.get(name))


def expected(name: str) -> str:
    """What a wrong value should have been."""
    if name in _COUNTED:
        return f"1 … {MOST}"
    return " | ".join(sorted(_ALLOWED.get(name, {"-1 … 999999999"})))


def _canonical(name: str, value: str) -> str:
    """xsd:boolean `1` and `0` are `true` and `false`."""
    meant = truth(value) if _ALLOWED.get(name) == _BOOLEAN else None
    return value.strip() if meant is None else str(meant).lower()
