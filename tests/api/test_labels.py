"""The variables of a case are called what its forms call them."""

from __future__ import annotations

from typing import Any

from api.labels import labels_of
from engine.bootstrap import readers
from engine.core.definition import Bundle
from engine.forms import read_form
from engine.shipped import shipped_files


def bundle(process: str = "seal-use", prefix: str = "seal_use") -> Bundle:
    files = dict(shipped_files())
    forms = {
        name.removesuffix(".form"): read_form(content)
        for name, content in files.items()
        if name.startswith(prefix) and name.endswith(".form")
    }
    (read,) = readers().bpmn(files[f"{process}.bpmn"])
    return Bundle(process=read, called={}, forms=forms, decisions={}, pinned={})


def labels_named(name: str) -> list[Any]:
    return [label for label in labels_of(bundle()) if label.name == name]


def test_variable_has_the_label_and_the_options_of_its_field() -> None:
    (label,) = labels_named("scope")

    assert (label.zh, label.en) == ("范围", "Scope")
    assert [(one.value, one.zh, one.en) for one in label.options] == [
        ("internal", "内部", "Internal"),
        ("external", "对外", "External"),
    ]


def test_variable_that_a_task_sets_to_a_field_has_that_fields_label() -> None:
    (label,) = labels_named("gm_decision")

    assert label.zh == "审批决定"
    assert label.form_id == "seal_use_approval"


def test_field_that_forms_call_differently_has_a_label_per_form() -> None:
    texts = {label.form_id: label.zh for label in labels_named("decision")}

    assert texts["seal_use_review"] == "审核决定"
    assert texts["seal_use_approval"] == "审批决定"


def test_column_has_the_label_that_it_has_in_the_sub_table_of_the_case() -> None:
    supplies = bundle("office-supplies-request", "supplies_request")

    assert {one.zh for one in labels_of(supplies) if one.name == "purpose"} == {"用途"}
