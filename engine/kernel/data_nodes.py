"""Makes the nodes of activities that have data of their own."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from engine.core.definition import ACTIVITIES, ProcessDefinition
from engine.kernel.behaviours.data_activity import DataActivity
from engine.kernel.compiler import Compiler
from engine.kernel.data import inside, local_to, movements, required
from engine.kernel.model import Node
from engine.kernel.state import Inside

_DATA: Final = DataActivity()


def with_data(compiler: Compiler, definition: ProcessDefinition, node: Node) -> Node:
    """The node of an activity that declares data or has associations: around the activity itself,
    repeated or not. Others stay as they are."""
    element = node.element
    own = local_to(definition, element)
    moves = (*element.data_inputs, *element.data_outputs)
    if element.kind not in ACTIVITIES or not (own or moves):
        return node
    return replace(
        node,
        behaviour=_DATA,
        turns={**node.turns, Inside.DATA: inside(node)},
        local_data=tuple(dict.fromkeys((*own, *(one.target for one in element.data_inputs)))),
        required=required(definition, element),
        reads=movements(compiler, definition, element, element.data_inputs),
        writes=movements(compiler, definition, element, element.data_outputs),
        compensable=False,
    )
