"""Commands on written clauses: mark what cites an edited one, confirm that it was reviewed."""

from __future__ import annotations

from engine.core.commands import Command
from engine.core.fact import fact


@fact
class MarkClause(Command):
    """A clause was edited: the element that cites it is to be reviewed. `instance_id` is a stream
    of its own for each mark; `element` is empty where the process as a whole cites the clause."""

    clause: str
    process: str
    element: str
    places: tuple[str, ...]
    """Where exactly: the element itself, `decision/rule`, `form.field`."""
    before: str
    after: str
    """Both as worded, with the figure; `after` is empty when the clause was struck out."""


@fact
class ReviewClause(Command):
    """The owner of the process has looked at the element: it carries out the clause as it is
    worded now, or was changed so that it does."""

    note: str = ""
