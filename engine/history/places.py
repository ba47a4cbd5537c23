"""Says in which process of a case each event happened, and what elements are called there.

A case holds the process that it was started with and those that it calls, all in one log. Ids of
elements are unique within a process (BPMN 2.0.2, 8.1) and not among them: two may each have an
`approve-by-gm`, so that an id alone does not tell what a step is called.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from engine.core import events as ev
from engine.core.definition import Bundle, Element, ProcessDefinition
from engine.errors import Text
from engine.history.sentences import OWNED, Names

_REACHED: Final = ev.ElementActivated | ev.ElementPassed


def name_or_id(element: Element) -> Text:
    """What an element is called; one without a name, by its id."""
    return Text(zh=element.name or element.id, en=element.name_en or element.name or element.id)


class Places:
    """The processes of a case, and the place of each of its events, which are told in order.

    A process is named by `Element.called_name` of what called it, the case's own by "".
    """

    def __init__(self, bundle: Bundle, events: Iterable[ev.Event] = ()) -> None:
        self._bundle = bundle
        self._scopes: dict[int, str] = {0: ""}
        self._tokens: dict[int, str] = {}
        self._owned: dict[str, str] = {}
        for event in events:
            self.tell(event)

    def tell(self, event: ev.Event) -> None:
        """One more event."""
        if isinstance(event, ev.ElementActivated):
            self._opened(event)
        key, token = self.process_of(event), getattr(event, "token", None)
        if token is None:
            return
        if isinstance(event, _REACHED):
            self._tokens[token] = key
        for name in OWNED:
            owned = getattr(event, name, None)
            if owned:
                self._owned.setdefault(owned, key)

    def process_of(self, event: ev.Event) -> str:
        """The process in which an event that was told happened."""
        token, scope = getattr(event, "token", None), getattr(event, "scope", 0)
        if isinstance(event, _REACHED):
            return self._scopes[scope] if scope in self._scopes else self._with(event.element_id)
        if token is not None and token in self._tokens:
            return self._tokens[token]
        owned = (self._owned.get(getattr(event, name, None) or "") for name in OWNED)
        return next((key for key in owned if key is not None), self._scopes.get(scope, ""))

    def names(self, names: Names, called: Callable[[Element], Text] = name_or_id) -> Names:
        """The same names, and those of elements by the process in which they are."""
        own = _elements(self._bundle.process, called)
        others = {key: _elements(one, called) for key, one in self._bundle.called.items()}
        anywhere = {k: v for one in (*others.values(), own) for k, v in one.items()}
        processes = {key: anywhere | one for key, one in {**others, "": own}.items()}
        return replace(names, elements=anywhere, processes=processes, process_of=self.process_of)

    def _opened(self, event: ev.ElementActivated) -> None:
        """The scope that it is in, and the one that a call or a sub-process opens."""
        self._scopes[event.scope] = event.process
        process = self._bundle.called.get(event.process, self._bundle.process)
        element = process.elements.get(event.element_id)
        key = element.called_name if element is not None else ""
        within = key if key in self._bundle.called else event.process
        self._scopes.setdefault(event.token, within)

    def _with(self, element_id: str) -> str:
        """The first process with the element: each turn of a repeated call has a scope of its own,
        of which nothing told."""
        if element_id in self._bundle.process.elements:
            return ""
        found = (key for key, one in self._bundle.called.items() if element_id in one.elements)
        return next(found, "")


def _elements(process: ProcessDefinition, called: Callable[[Element], Text]) -> dict[str, Text]:
    return {element.id: called(element) for element in process.elements.values()}
