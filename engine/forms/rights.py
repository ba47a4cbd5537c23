"""Which form fields a person may edit, read or not see at one step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from engine.core.definition import Access


@dataclass(frozen=True, slots=True, kw_only=True)
class Rights:
    """Access by field path; a path without its own entry has that of what it lies in.

    Paths are keys joined by dots, without row numbers: `items.quantity` is a column of `items`.
    """

    default: Access = Access.READ
    fields: Mapping[str, Access] = field(default_factory=dict)

    def of(self, path: str) -> Access:
        """The access to one field."""
        while path:
            if path in self.fields:
                return self.fields[path]
            path = path.rpartition(".")[0]
        return self.default

    def may_edit_in(self, path: str) -> bool:
        """Whether the field or something in it may be edited."""
        inner = f"{path}."
        return self.of(path) is Access.EDIT or any(
            access is Access.EDIT and name.startswith(inner) for name, access in self.fields.items()
        )


ALL_EDIT: Final = Rights(default=Access.EDIT)
"""The rights on a start form."""
