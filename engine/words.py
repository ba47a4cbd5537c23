"""What people call codes and data that no form of the case names: decisions, registers, steps."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any, cast

import orjson

from engine.errors import Text
from engine.paths import forms_dir, processes_dir
from engine.scenarios.plain_yaml import read_yaml


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """One name of data: its words, and those of the codes that it may hold."""

    text: Text
    values: Mapping[str, Text] = field(default_factory=dict)


@cache
def written_words() -> Mapping[str, Word]:
    """What `words.yaml` beside the processes says, by name; and its parameters, as expressions
    call them."""
    words, figures = _read("words.yaml"), _read("parameters.yaml").get("parameters", {})
    return {
        name: Word(text=_text(one), values=_texts(one.get("values", {})))
        for name, one in (*words.items(), *((f"parameters.{k}", v) for k, v in figures.items()))
    }


def _read(name: str) -> Mapping[str, Any]:
    file = processes_dir() / name
    read: Any = read_yaml(file.read_bytes()) if file.is_file() else {}
    return cast(Mapping[str, Any], read)


def _texts(given: Mapping[str, Mapping[str, str]]) -> dict[str, Text]:
    return {code: _text(one) for code, one in given.items()}


def _text(given: Mapping[str, str]) -> Text:
    return Text(zh=given["zh"], en=given["en"])


@cache
def form_words() -> Mapping[str, Mapping[str, Text]]:
    """Field -> the options that shipped forms give it, where all of them call the option alike."""
    told: dict[str, dict[str, set[tuple[str, str]]]] = defaultdict(lambda: defaultdict(set))
    for component in _shipped_components():
        english = (component.get("properties") or {}).get("valuesEn") or {}
        for option in component.get("values") or ():
            value, zh = str(option["value"]), str(option["label"])
            told[component["key"]][value].add((zh, str(english.get(value) or zh)))
    return {
        name: {code: said for code, every in options.items() for said in _alike(every)}
        for name, options in told.items()
    }


def _alike(every: set[tuple[str, str]]) -> Iterator[Text]:
    """The words, if there is no doubt about them; the English may differ in nuances."""
    if len({zh for zh, _ in every}) == 1:
        zh, en = min(every)
        yield Text(zh=zh, en=en)


@cache
def _shipped_components() -> tuple[Mapping[str, Any], ...]:
    files = sorted(forms_dir().rglob("*.form"))
    read = (orjson.loads(file.read_bytes()).get("components", ()) for file in files)
    return tuple(one for components in read for one in _components(components))


def _components(components: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Those with a key, at any depth, also in sub-tables, which are called by their paths."""
    for component in components:
        key = component.get("key") or component.get("path")
        if key:
            yield {**component, "key": key}
        yield from _components(component.get("components", ()))


def words_of(name: str) -> Mapping[str, Text]:
    """What the codes of this name are called: as written beside the processes, else by forms."""
    written = written_words().get(name)
    return {**form_words().get(name, {}), **(written.values if written is not None else {})}


@cache
def word_for(name: str) -> Word | None:
    """The words of a name and of its codes: as written beside the processes, else by forms."""
    written, labels = written_words().get(name), _form_labels()
    if written is None and name not in labels:
        return None
    text = written.text if written is not None else labels[name]
    return Word(text=text, values=words_of(name))


@cache
def _form_labels() -> Mapping[str, Text]:
    """Field -> its label in the first shipped form that has it."""
    found: dict[str, Text] = {}
    for component in _shipped_components():
        zh = str(component.get("label") or "")
        english = (component.get("properties") or {}).get("labelEn")
        if zh:
            found.setdefault(component["key"], Text(zh=zh, en=str(english or zh)))
    return found


def words_in(components: Iterable[Mapping[str, Any]]) -> dict[str, Word]:
    """What one form's own components call their fields and options, in sub-tables too."""
    found: dict[str, Word] = {}
    for component in _components(components):
        properties = component.get("properties") or {}
        zh, english = str(component.get("label") or ""), properties.get("valuesEn") or {}
        values = {
            str(option["value"]): Text(
                zh=str(option["label"]), en=str(english.get(option["value"]) or option["label"])
            )
            for option in component.get("values") or ()
        }
        if zh:
            text = Text(zh=zh, en=str(properties.get("labelEn") or zh))
            found.setdefault(component["key"], Word(text=text, values=values))
    return found
