"""Keeps the variables of each scope of a case while its events are told in order."""

from __future__ import annotations

from collections.abc import Mapping

from engine.core import events as ev
from engine.core.definition import Bundle, Kind
from engine.core.values import Value


class Scoped:
    """What expressions and forms saw after any event: inner scopes hide what is around them, and
    a called process sees nothing of its caller."""

    def __init__(self, bundle: Bundle) -> None:
        definitions = (bundle.process, *bundle.called.values())
        self._calls = {
            one.id
            for definition in definitions
            for one in definition.elements.values()
            if one.kind is Kind.CALL_ACTIVITY
        }
        self._variables: dict[int, dict[str, Value]] = {}
        self._around: dict[int, int] = {}
        self._element: dict[int, str] = {}
        self._walls: set[int] = set()

    def tell(self, event: ev.Event) -> None:
        """One more event."""
        if isinstance(event, ev.VariablesChanged):
            self._variables.setdefault(event.scope, {}).update(event.new)
        elif isinstance(event, ev.ElementActivated):
            if event.scope and event.scope not in self._around:
                self._around[event.scope] = self._outer(event)
            self._around[event.token] = event.scope
            self._element[event.token] = event.element_id
            if event.element_id in self._calls:
                self._walls.add(event.token)

    def _outer(self, event: ev.ElementActivated) -> int:
        """The repeated activity whose instance has this scope of its own, which nothing opened."""
        alike = (t for t, one in self._element.items() if one == event.element_id)
        return max((token for token in alike if token < event.scope), default=0)

    def of(self, scope: int) -> Mapping[str, Value]:
        """The variables of one scope alone."""
        return self._variables.get(scope, {})

    def visible(self, token: int) -> dict[str, Value]:
        """What is seen at a token of an element that was reached."""
        chain = [token]
        while chain[-1] in self._around and (chain[-1] not in self._walls or chain[-1] == token):
            chain.append(self._around[chain[-1]])
        seen: dict[str, Value] = {}
        for scope in reversed(chain):
            seen.update(self._variables.get(scope, {}))
        return seen
