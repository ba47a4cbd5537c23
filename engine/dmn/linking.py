"""Joins several DMN files: resolves their imports by namespace (DMN 1.5, 6.3.3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from engine.dmn.errors import DmnError
from engine.dmn.model import DecisionModel, Import


def link(models: Iterable[DecisionModel]) -> tuple[DecisionModel, ...]:
    """The models in the order given, each with the models that it imports.

    Raises DmnError for an import that no file answers or that several answer, and for files
    that import each other in a circle.
    """
    given = tuple(models)
    known: dict[str, list[DecisionModel]] = {}
    for model in given:
        known.setdefault(model.namespace, []).append(model)
    linked: dict[int, DecisionModel] = {}
    return tuple(_link(model, known, linked, ()) for model in given)


def _link(
    model: DecisionModel,
    known: dict[str, list[DecisionModel]],
    linked: dict[int, DecisionModel],
    path: tuple[str, ...],
) -> DecisionModel:
    done = linked.get(id(model))
    if done is not None:
        return done
    if model.namespace in path:
        raise DmnError(
            f"模型循环导入：{model.namespace}",
            f"Expected no circular import, got {model.namespace}",
        )
    inner = (*path, model.namespace)
    imported = tuple(
        _link(_found(item, model, known), known, linked, inner) for item in model.imports
    )
    done = linked[id(model)] = replace(model, imported=imported)
    return done


def _found(
    item: Import, model: DecisionModel, known: dict[str, list[DecisionModel]]
) -> DecisionModel:
    found = known.get(item.namespace, [])
    if not found:
        raise DmnError(
            f"模型“{model.name}”导入的 {item.namespace} 不在这些文件中",
            f"Expected a file of namespace {item.namespace}, imported by {model.name!r}",
        )
    if len(found) > 1:
        raise DmnError(
            f"模型“{model.name}”导入的 {item.namespace} 不止一个文件",
            f"Expected one file of namespace {item.namespace}, imported by {model.name!r}",
        )
    return found[0]
