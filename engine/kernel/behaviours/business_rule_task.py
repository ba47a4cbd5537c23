"""Business rule tasks: a decision is asked at once (BPMN 2.0.2, 13.3.3; DMN)."""

from __future__ import annotations

from engine.core import events as ev
from engine.core.state import IncidentKind
from engine.dmn import DmnError
from engine.errors import LimitExceeded
from engine.kernel.behaviours.behaviour import Behaviour, pass_through
from engine.kernel.data import taken
from engine.kernel.failures import Stuck
from engine.kernel.model import Node
from engine.kernel.run import Run
from engine.kernel.state import Token
from engine.kernel.variables import assign, evaluate


class BusinessRuleTask(Behaviour):
    """The decision sees the variables, and the inputs in their place where there are any."""

    __slots__ = ()

    def enter(self, run: Run, token: Token, node: Node) -> None:
        element = node.element
        seen = run.visible(token.scope)
        seen = {**seen, **evaluate(run, node.inputs, seen)}
        try:
            decided = run.prepared.decisions[element.decision_id or ""].evaluate(seen, now=run.now)
        except (DmnError, LimitExceeded) as error:
            text = error.text
            raise Stuck(IncidentKind.DECISION, element, text.zh, text.en) from error
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
