"""Which form fields a person may edit, read or not see at one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from typing import Final

from engine.core.definition import Access
from engine.core.fact import fact


@fact
class Rights:
    """Access by field path; a path without its own entry has that of what it lies in.

    Paths are keys joined by dots, without row numbers: `items.quantity` is a column of `items`.
    """

    default: Access = Access.READ
    fields: Mapping[str, Access] = field(default_factory=dict)

    def of(self, path: str) -> Access:
        """The access to one field."""
        found = self.fields.get(path)
        while found is None and "." in path:
            path = path.rpartition(".")[0]
            found = self.fields.get(path)
        return self.default if found is None else found

    def may_edit_in(self, path: str) -> bool:
        """Whether the field or something in it may be edited."""
        inner = f"{path}."
        return self.of(path) is Access.EDIT or any(
            access is Access.EDIT and name.startswith(inner) for name, access in self.fields.items()
        )


ALL_EDIT: Final = Rights(default=Access.EDIT)
"""The rights on a start form."""
