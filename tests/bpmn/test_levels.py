"""A level of a shipped diagram tells one story: what belongs together is a sub-process."""

from __future__ import annotations

import pytest

from engine.clauses.loading import shipped_definitions
from engine.core.definition import ProcessDefinition

MOST = 26


@pytest.mark.parametrize("process", shipped_definitions(), ids=lambda process: process.key)
def test_level_has_about_25_elements_at_most(process: ProcessDefinition) -> None:
    scopes = [element.scope for element in process.elements.values()]

    assert max(map(scopes.count, set(scopes))) <= MOST
