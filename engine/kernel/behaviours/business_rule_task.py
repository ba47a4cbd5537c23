"""Business rule tasks: a decision is asked at once (BPMN 2.0.2, 13.3.3; DMN)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.core import events as ev
from engine.core.definition import Element
from engine.core.state import IncidentKind
from engine.core.values import Value
from engine.dmn import DmnError
from engine.errors import LimitExceeded
from engine.kernel.behaviours.behaviour import Behaviour, pass_through
from engine.kernel.data import taken
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token
from engine.kernel.variables import assign, evaluate


def _decided(run: Run, element: Element, seen: Mapping[str, Value]) -> Any:
    """What the decision says. Declared variables that nobody has set are null."""
    decision = run.prepared.decisions[element.decision_id or ""]
    try:
        return decision.evaluate(seen, now=run.now)
    except (DmnError, LimitExceeded) as error:
        missing = dict.fromkeys(run.prepared.declared - seen.keys())
        if missing:
            return _decided(run, element, {**missing, **seen})
        raise Stuck(IncidentKind.DECISION, element, error.text.zh, error.text.en) from error


class BusinessRuleTask(Behaviour):
    """The decision sees the variables, and the inputs in their place where there are any."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        element = node.element
        seen = run.visible(token.scope)
        seen = {**seen, **evaluate(run, node.inputs, seen)}
        decided = _decided(run, element, seen)
        own = taken(node, decided.output) if node.takes else {}
        changes = {element.result_variable: decided.output} if element.result_variable else {}
        outputs = evaluate(run, node.outputs, {**seen, "result": decided.output})
        run.emit(
            ev.DecisionEvaluated(
                element_id=node.id,
                token=token.id,
                decision_id=element.decision_id or "",
                inputs=tuple(decided.inputs),
                output=decided.output,
                rule_ids=tuple(decided.rule_ids),
                zh=decided.text.zh,
                en=decided.text.en,
            )
        )
        assign(run, token.scope, {**own, **changes, **outputs}, "engine", node.id)
        pass_through(run, token, node)
