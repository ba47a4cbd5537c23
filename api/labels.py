"""What people call the variables of a case: the labels of its forms' fields and options."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, cast

from api.schemas.work import Label, OptionText
from engine.core.definition import Bundle, Element
from engine.forms import Form
from engine.words import word_for

Schema = Mapping[str, Any]


def labels_of(bundle: Bundle) -> list[Label]:
    """One label per field, in the order of the forms; one per variable that a user task sets to
    just one field of its form; and one per column of sub-tables. A form that calls a field as the
    first form does is left out: who does not find a form's own label takes the first one of that
    name.
    """
    forms = cast(Mapping[str, Form], bundle.forms)
    found = {
        form_id: {label.name: label for label in _labels(form_id, form.schema)}
        for form_id, form in forms.items()
    }
    renamed = [
        label
        for process in (bundle.process, *bundle.called.values())
        for element in process.elements.values()
        for label in _renamed(element, found)
    ]
    own = [label for labels in found.values() for label in labels.values()]
    columns = [
        label
        for form_id, form in forms.items()
        for table in _tables(form.schema.get("components", ()))
        for label in _labels(form_id, table)
    ]
    return list(_without_repeats([*own, *renamed, *columns]))


def fields_of(bundle: Bundle, form_id: str) -> frozenset[str]:
    """The names of the fields of one form of the case; none of a form that is not there."""
    form = cast(Mapping[str, Form], bundle.forms).get(form_id)
    return frozenset(one.name for one in _labels(form_id, form.schema)) if form else frozenset()


def spoken(names: Iterable[str]) -> list[Label]:
    """What those of these names that no form of the case has are called, and their codes."""
    found = ((name, word_for(name)) for name in sorted(names))
    return [
        Label(
            name=name,
            form_id="",
            zh=word.text.zh,
            en=word.text.en,
            options=[
                OptionText(value=code, zh=one.zh, en=one.en) for code, one in word.values.items()
            ],
        )
        for name, word in found
        if word is not None
    ]


def _without_repeats(labels: Iterable[Label]) -> Iterator[Label]:
    first: dict[str, Label] = {}
    for label in labels:
        known = first.setdefault(label.name, label)
        if known is label or known != label.model_copy(update={"form_id": known.form_id}):
            yield label


def _labels(form_id: str, schema: Schema) -> Iterator[Label]:
    for component in _components(schema.get("components", ())):
        properties = component.get("properties") or {}
        zh = str(component.get("label") or component["key"])
        yield Label(
            name=component["key"],
            form_id=form_id,
            zh=zh,
            en=str(properties.get("labelEn") or zh),
            options=list(_options(component, properties.get("valuesEn") or {})),
        )


def _components(components: Iterable[Schema]) -> Iterator[Schema]:
    """Those that hold a value, at any depth outside of sub-tables."""
    for component in components:
        if component.get("key"):
            yield component
        elif component.get("type") == "dynamiclist":
            if component.get("path"):
                yield {**component, "key": component["path"]}
        else:
            yield from _components(component.get("components", ()))


def _tables(components: Iterable[Schema]) -> Iterator[Schema]:
    """Sub-tables at any depth, in sub-tables too."""
    for component in components:
        if component.get("type") == "dynamiclist":
            yield component
        yield from _tables(component.get("components", ()))


def _options(component: Schema, english: Mapping[str, str]) -> Iterator[OptionText]:
    for option in component.get("values") or ():
        value, zh = str(option.get("value")), str(option.get("label"))
        yield OptionText(value=value, zh=zh, en=str(english.get(value) or zh))


def _renamed(element: Element, found: Mapping[str, Mapping[str, Label]]) -> Iterator[Label]:
    if element.user_task is None:
        return
    fields = found.get(element.user_task.form_id, {})
    for output in element.outputs:
        label = fields.get(output.source.text.strip())
        if label is not None and output.name not in fields:
            yield label.model_copy(update={"name": output.name})
