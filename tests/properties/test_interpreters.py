"""A case goes on only on the interpreter that it began on."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from engine import open_engine
from engine.bootstrap import Options
from engine.errors import InvalidState
from tests.properties.office import APPROVAL, OFFICE_FILES


def test_case_is_refused_with_the_setting_to_change_when_another_interpreter_runs(
    tmp_path: Path,
) -> None:
    url = f"sqlite:///{tmp_path / 'office.db'}"
    with open_engine(url) as engine:
        engine.runtime.deploy(OFFICE_FILES, engine.runtime.person("admin"))
        case = engine.start(APPROVAL, {"amount": Decimal(5)}, by="salesperson")
        (item,) = engine.worklist(instance=case.id)

    with open_engine(url, options=Options(interpreter="spiff")) as engine:
        with pytest.raises(InvalidState, match="GUICHENG_INTERPRETER=kernel"):
            engine.complete(item.id, {"decision": "agree"}, by="sales-manager")
        assert engine.replay(case.id).equal
