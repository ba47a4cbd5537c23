"""Joins several DMN files: resolves their imports by namespace (DMN 1.5, 6.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.dmn.errors import DmnError
from engine.dmn.model import DecisionModel, Import


def link(models: Iterable[DecisionModel]) -> tuple[DecisionModel, ...]:
    """The models in the order given, each with the models that it imports.

    Raises DmnError for an import that no file answers, for files that import each other in a
    circle, and for two files of one namespace.
    """
    given = tuple(models)
    known: dict[str, DecisionModel] = {}
    for model in given:
        if model.namespace in known:
            raise DmnError(
                f"两个文件的命名空间相同:{model.namespace}",
                f"Expected distinct namespaces, got {model.namespace} twice",
            )
        known[model.namespace] = model
    linked: dict[str, DecisionModel] = {}
    for model in given:
        _link(model, known, linked, ())
    return tuple(linked[model.namespace] for model in given)


def _link(
    model: DecisionModel,
    known: dict[str, DecisionModel],
    linked: dict[str, DecisionModel],
    path: tuple[str, ...],
) -> DecisionModel:
    if model.namespace in linked:
        return linked[model.namespace]
    if model.namespace in path:
        raise DmnError(
            f"模型循环导入:{model.namespace}", f"Expected no circular import, got {model.namespace}"
        )
    inner = (*path, model.namespace)
    imported = tuple(
        _link(_found(item, model, known), known, linked, inner) for item in model.imports
    )
    linked[model.namespace] = replace(model, imported=imported)
    return linked[model.namespace]


def _found(item: Import, model: DecisionModel, known: dict[str, DecisionModel]) -> DecisionModel:
    found = known.get(item.namespace)
    if found is None:
        raise DmnError(
            f"模型“{model.name}”导入的 {item.namespace} 不在这些文件中",
            f"Expected a file of namespace {item.namespace}, imported by {model.name!r}",
        )
    return found
