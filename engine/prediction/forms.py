"""A form that takes what is missing for granted, and remembers what that was."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from engine.core.definition import Access
from engine.core.values import Value
from engine.errors import InvalidForm
from engine.forms import Form, Rights
from engine.forms.assuming import Assumed, assume
from engine.forms.rules import Outside


class AssumingForm:
    """Stands for a Form during one run forward: accepts what the form accepts, and fills in what
    it refuses. `forced` values replace those of the next check, once."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self.assumed: tuple[Assumed, ...] = ()
        self.forced: Mapping[str, Value] = {}
        self.untold = False  # nobody said anything: even what may stay empty is filled in

    def __getattr__(self, name: str) -> Any:
        return getattr(self._form, name)

    def check(  # noqa: PLR0913 -- the signature of Form.check
        self,
        data: Mapping[str, Value],
        *,
        access: Mapping[str, Access],
        default: Access,
        variables: Mapping[str, Value],
        now: datetime,
        lookups: Mapping[str, frozenset[str]],
    ) -> dict[str, Value]:
        """The values that the form would give."""
        self.assumed = ()
        forced, self.forced = self.forced, {}
        untold, self.untold = self.untold, False
        if not untold:
            try:
                accepted = self._form.check(
                    data,
                    access=access,
                    default=default,
                    variables=variables,
                    now=now,
                    lookups=lookups,
                )
                return {**accepted, **forced}
            except InvalidForm:
                pass  # not filled in yet
        outside = Outside(now=now, variables=variables, lookups=lookups)
        rights = Rights(default=default, fields=access)
        accepted, self.assumed = assume(self._form, data, rights, outside)
        return {**accepted, **forced}
