"""The scopes of repeated activities: of a loop's turns, and of one instance (13.3.6, 13.3.7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Final

from engine.core.definition import MultiInstance, ProcessDefinition
from engine.core.events import VariablesChanged
from engine.core.values import Value
from engine.kernel.run import Run
from engine.kernel.state import Inside, Phase, Repetition, Scope, Status, Token

LOOP_COUNTER: Final = "loopCounter"
"""The number of the turn or instance, from 1."""

COUNTERS: Final = (
    "nrOfInstances",
    "nrOfActiveInstances",
    "nrOfCompletedInstances",
    "nrOfTerminatedInstances",
)
"""What the completion condition sees besides the instance's variables."""


def repeated_names(processes: Iterable[ProcessDefinition]) -> frozenset[str]:
    """The variables that markers bring into being."""
    names: set[str | None] = set()
    for process in processes:
        for element in process.elements.values():
            if element.loop is not None:
                names.add(LOOP_COUNTER)
            if isinstance(element.loop, MultiInstance):
                loop = element.loop
                names |= {loop.input_item, loop.output_item, loop.output_collection}
    return frozenset(name for name in names if name)


def open_around(run: Run, token: Token, inside: Inside) -> None:
    """The scope in which the token's activity is repeated."""
    open_scope(run, token, inside, {})


def begin_turn(run: Run, token: Token, number: int) -> None:
    """The loop's activity once more; its token waits for that."""
    run.tokens[token.id] = Token(
        id=token.id,
        element=token.element,
        scope=token.scope,
        status=Status.OPEN,
        via=token.via,
        active=True,
        held=token.held,
        incident=token.incident,
    )
    place = run.scopes[token.id]
    old = dict(place.variables)
    new: dict[str, Value] = {LOOP_COUNTER: Decimal(number)}
    run.set_variables(place, {**old, **new})
    run.emit(VariablesChanged(scope=token.id, new=new, old=old, element_id=token.element))
    run.count(token.id, 1)
    run.stack.append(run.place(token.element, token.id))


def begin_instance(run: Run, whole: Token, place: int, variables: Mapping[str, Value]) -> int:
    """One instance with variables of its own. Gives the token at its activity, not yet run.

    Between the two scopes stands a token for the instance, which waits for the activity.
    """
    instance = Token(
        id=run.place(whole.element, whole.id),
        element=whole.element,
        scope=whole.id,
        status=Status.OPEN,
        data=Decimal(place),
    )
    run.tokens[instance.id] = instance
    own = {LOOP_COUNTER: Decimal(place + 1), **variables}
    open_scope(run, instance, Inside.INSTANCE, own)
    run.emit(VariablesChanged(scope=instance.id, new=own, element_id=whole.element))
    run.count(whole.id, 1)
    run.count(instance.id, 1)
    return run.place(whole.element, instance.id)


def open_scope(run: Run, token: Token, inside: Inside, variables: Mapping[str, Value]) -> None:
    """A scope of the token's own, inside of that in which it is."""
    outer = run.scopes[token.scope]
    run.scopes[token.id] = Scope(
        id=token.id,
        parent=outer.id,
        process=outer.process,
        element=token.element,
        wall=False,
        depth=outer.depth,
        variables=variables,
        then=Phase.FINISH,
        inside=inside,
    )


def counters(state: Repetition) -> dict[str, Value]:
    """The values of COUNTERS."""
    numbers = (state.total, state.active, state.completed, state.terminated)
    return dict(zip(COUNTERS, map(Decimal, numbers), strict=True))


def whole_of(run: Run, token: Token) -> Token:
    """The token of the whole activity, which has its boundary events, for one that may stand for
    a turn or an instance of it."""
    while run.scopes[token.scope].inside is not Inside.CONTENT:
        token = run.tokens[token.scope]
    return token
