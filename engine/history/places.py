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
from engine.core.definition import Bundle, Element, Kind, ProcessDefinition, SequenceFlow
from engine.errors import Text
from engine.history.sentences import OWNED, Names

_REACHED: Final = ev.ElementActivated | ev.ElementPassed

Spot = tuple[str, str]
"""An element of a case: the process that it is in, as in Places, and its id."""


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
        self._reached: dict[str, str] = {}  # element -> the process in which it was reached last
        self._ahead: dict[str, str] = {}  # element -> where a flow to it was taken last
        for event in events:
            self.tell(event)

    def begin_at(self, token: int, called: str, element_id: str) -> None:
        """A token stands at an element of the process with this key, of which nothing was told."""
        key = self.key(called)
        self._tokens[token] = self._reached[element_id] = key
        self._scopes[token] = self._inside((key, element_id))

    def tell(self, event: ev.Event) -> None:
        """One more event."""
        if isinstance(event, ev.ElementActivated):
            self._opened(event)
        key, token = self.process_of(event), getattr(event, "token", None)
        if token is None:
            return
        if isinstance(event, _REACHED):
            self._tokens[token] = self._reached[event.element_id] = key
        elif isinstance(event, ev.FlowTaken):
            flow = self.flow(key, event.flow_id)
            self._ahead |= {flow.target: key} if flow is not None else {}
        for name in OWNED:
            owned = getattr(event, name, None)
            if owned:
                self._owned.setdefault(owned, key)

    def process_of(self, event: ev.Event) -> str:
        """The process in which an event that was told happened."""
        token, scope = getattr(event, "token", None), getattr(event, "scope", 0)
        if isinstance(event, _REACHED):
            return self._scopes[scope] if scope in self._scopes else self._turn(event.element_id)
        if token is not None and token in self._tokens:
            return self._tokens[token]
        owned = (self._owned.get(getattr(event, name, None) or "") for name in OWNED)
        known = next((key for key in owned if key is not None), None)
        if known is None and token:  # it has come to the element and not reached it yet
            known = self._ahead.get(getattr(event, "element_id", ""))
        return self._scopes.get(scope, "") if known is None else known

    def key(self, called: str) -> str:
        """What a process is named here; one that is called back is the case's own."""
        return called if called in self._bundle.called else ""

    def of(self, owned_id: str) -> str:
        """The process in which a work item, timer, job ... that was told of is."""
        return self._owned.get(owned_id, "")

    def with_element(self, element_id: str) -> str:
        """The first process with the element."""
        others = (k for k, one in self._bundle.called.items() if element_id in one.elements)
        return "" if element_id in self._bundle.process.elements else next(others, "")

    def process(self, key: str) -> ProcessDefinition:
        """The process with this name."""
        return self._bundle.called.get(key, self._bundle.process)

    def element(self, spot: Spot) -> Element | None:
        """What is modelled there."""
        return self.process(spot[0]).elements.get(spot[1])

    def flow(self, key: str, flow_id: str) -> SequenceFlow | None:
        """What a flow of the process with this name leads from and to."""
        return self.process(key).flows.get(flow_id)

    def with_flow(self, key: str, flow_id: str) -> str:
        """The process with the flow: this one, or the first that has it."""
        others = (one for one in ("", *self._bundle.called) if self.flow(one, flow_id) is not None)
        return key if self.flow(key, flow_id) is not None else next(others, key)

    def names(self, names: Names, called: Callable[[Element], Text] = name_or_id) -> Names:
        """The same names, and those of elements by the process in which they are."""
        own = _elements(self._bundle.process, called)
        others = {key: _elements(one, called) for key, one in self._bundle.called.items()}
        anywhere = {k: v for one in (*others.values(), own) for k, v in one.items()}
        processes = {key: anywhere | one for key, one in {**others, "": own}.items()}
        return replace(names, elements=anywhere, processes=processes, process_of=self.process_of)

    def _opened(self, event: ev.ElementActivated) -> None:
        """The scope that it is in, and the one that a call or a sub-process opens."""
        key = self.key(event.process)
        self._scopes[event.scope] = key
        self._scopes.setdefault(event.token, self._inside((key, event.element_id)))

    def _inside(self, spot: Spot) -> str:
        """The process of what is in an activity."""
        element = self.element(spot)
        called = element is not None and element.kind is Kind.CALL_ACTIVITY
        return self.key(element.called_name) if element is not None and called else spot[0]

    def _turn(self, element_id: str) -> str:
        """Each turn of a repeated activity has a scope of its own, of which nothing told: it is
        where the activity was reached, else in the first process with the element."""
        known = self._reached.get(element_id)
        return self.with_element(element_id) if known is None else known


def _elements(process: ProcessDefinition, called: Callable[[Element], Text]) -> dict[str, Text]:
    return {element.id: called(element) for element in process.elements.values()}
