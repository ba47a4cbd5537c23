"""Which process of a bundle has an element: the case's own first, then those it calls."""

from __future__ import annotations

from collections.abc import Iterator

from engine.core.definition import Bundle, Element, MultiInstance, ProcessDefinition


def processes_of(bundle: Bundle) -> Iterator[tuple[str, ProcessDefinition]]:
    """Key and process, the case's own first."""
    yield bundle.process.key, bundle.process
    yield from bundle.called.items()


def process_with(bundle: Bundle, element_id: str) -> str:
    """The key of the process with the element; the case's own when none has it."""
    found = (key for key, process in processes_of(bundle) if element_id in process.elements)
    return next(found, bundle.process.key)


def place_in(bundle: Bundle, named: str) -> tuple[str, str]:
    """Process and element of an id; `process/id` names one in the process with this key, as where
    two processes of a case use the same id."""
    key, told, element_id = named.rpartition("/")
    known = told and (key == bundle.process.key or key in bundle.called)
    return (key, element_id) if known else (process_with(bundle, named), named)


def element_in(bundle: Bundle, element_id: str) -> Element | None:
    """The element as it was modelled."""
    for _, process in processes_of(bundle):
        if element_id in process.elements:
            return process.elements[element_id]
    return None


def is_multiple(bundle: Bundle, process: str, element_id: str) -> bool:
    """Whether the element of the process is a multi-instance activity."""
    element = bundle.process_of(process).elements.get(element_id)
    return element is not None and isinstance(element.loop, MultiInstance)
