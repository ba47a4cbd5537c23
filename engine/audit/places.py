"""Writes down a place of a process as questions about cases have it.

`process/element` is an element that control waited at, in cases of that process and of those that
call it; `process//element` one that it passed in cases of the process named, whichever process of
such a case the element is in: rows of what is passed do not tell.
"""

from __future__ import annotations

from collections.abc import Iterable


def waited_at(process: str, element: str) -> str:
    """`process` is the one with the element."""
    return f"{process}/{element}"


def passed(process: str, element: str) -> str:
    """`process` is the one that the case was started with."""
    return f"{process}//{element}"


def places_of(process: str, element: str, users: Iterable[str]) -> tuple[str, ...]:
    """One element, for `InstanceQuery.reached`; `users` are the processes in whose cases it may
    act: itself, and those that call it."""
    return (waited_at(process, element), *(passed(user, element) for user in users))
