"""SQLAlchemy compiles each statement once per engine; tests, which open thousands, share that."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine

from engine.store import engines


@contextmanager
def shared_statements() -> Iterator[None]:
    """Every engine of the stores goes on with what the first one of its kind has compiled."""
    first: dict[tuple[str, ...], Engine] = {}

    def alike(url: Any, **options: Any) -> Engine:
        made = create_engine(url, **options)
        kind = (made.dialect.name, *sorted(options))
        donor = first.get(kind)
        if donor is None or donor.dialect.server_version_info is None:  # it has never connected
            first[kind] = made
            return made
        made.dialect = made.pool._dialect = donor.dialect
        made._compiled_cache = donor._compiled_cache
        return made

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engines, "create_engine", alike)
        yield
