"""Publishes the company's parameters with other values, as an owner who changes them does."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

import yaml

from engine.core.values import Value
from engine.embedding import Engine
from engine.parameters import FILE, read_parameter_entries
from engine.scenarios.script import BadScenario

KIND: Final = "parameters"


class _Dumper(yaml.SafeDumper):
    """Writes decimals as numbers."""


_Dumper.add_representer(
    Decimal, lambda dumper, value: dumper.represent_scalar("tag:yaml.org,2002:float", f"{value}")
)


def set_parameters(engine: Engine, values: Mapping[str, Value], *, by: str) -> None:
    """Cases that begin from now on follow these values; all others of the deployed file stay.
    Raises BadScenario for a parameter that there is not."""
    digest = engine.runtime.store.latest(KIND, KIND)
    deployed = None if digest is None else engine.runtime.store.artifact(digest)
    entries = {} if deployed is None else dict(read_parameter_entries(deployed.content))
    for name, value in values.items():
        if name not in entries:
            raise BadScenario(f"Expected a deployed parameter {name}")
        entries[name] = {**entries[name], "value": value}
    content = yaml.dump({KIND: entries}, Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    engine.runtime.deploy([(FILE, content.encode())], engine.runtime.person(by))
