"""Which form files are read, and which are refused with what finding."""

from __future__ import annotations

import hashlib

import pytest

from engine.forms import read_form
from tests.forms.given import field, form, refused, schema


def test_form_is_read_with_id_digest_keys_and_schema() -> None:
    data = schema(
        field("textfield", "reason"),
        {"type": "group", "components": [field("number", "copies")]},
        {"type": "group", "path": "place", "components": [field("textfield", "city")]},
        {"type": "dynamiclist", "path": "items", "components": [field("number", "quantity")]},
        {"type": "text", "text": "# 说明"},
    )

    read = read_form(data)

    assert read.id == "f"
    assert read.digest == "sha256:" + hashlib.sha256(data).hexdigest()
    assert read.keys() == {"reason", "copies", "place", "items"}
    assert read.paths() == {*read.keys(), "place.city", "items.quantity"}
    assert read.schema["schemaVersion"] == 19


def test_reads_name_what_the_expressions_read() -> None:
    read = form(
        field("number", "copies", conditional={"hide": "= kind = initiator.department"}),
        {
            "type": "dynamiclist",
            "path": "items",
            "components": [field("expression", "line", expression="= this.quantity * price")],
        },
    )

    assert read.reads == {"kind", "initiator", "price"}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (b"{", "form-json"),
        (b"[]", "form-json"),
        (b"\xff", "form-json"),
        (b'{"a": NaN}', "form-json"),
        (b"[" * 100_000, "form-json"),
        (b" " * 1_000_001, "form-size"),
        (schema(id=""), "form-id"),
        (schema(schemaVersion=20), "form-schema"),
        (schema(schemaVersion="19"), "form-schema"),
        (schema(type="wizard"), "form-schema"),
        (schema(components=None), "form-schema"),
        (schema(components=["x"]), "form-schema"),
        (schema(field("iframe", "x")), "form-component"),
        (schema({"label": "x"}), "form-component"),
        (schema({"type": "textfield"}), "form-key-missing"),
        (schema({"type": "dynamiclist", "components": []}), "form-key-missing"),
        (schema(field("textfield", "a b")), "form-key-name"),
        (schema(field("textfield", "a.b")), "form-key-name"),
        (schema(field("textfield", "this")), "form-key-name"),
        (schema(field("textfield", "if")), "form-key-name"),
        (schema(field("textfield", "a"), field("number", "a")), "form-key-duplicate"),
        (schema(field("select", "a")), "form-option"),
        (schema(field("select", "a", values=[])), "form-option"),
        (schema(field("number", "a", validate={"min": "many"})), "form-property"),
        (schema(field("number", "a", validate={"min": True})), "form-property"),
        (schema(field("number", "a", decimalDigits=-1)), "form-property"),
        (schema(field("number", "a", validate={"required": "yes"})), "form-property"),
        (schema(field("number", "a", validate={"minimum": 1})), "form-property"),
        (schema(field("number", "a", validate=[1])), "form-property"),
        (schema(field("textfield", "a", validate={"pattern": "("})), "form-property"),
        (schema(field("textfield", "a", validate={"validationType": "iban"})), "form-property"),
        (schema(field("datetime", "a", subtype="month")), "form-property"),
        (schema(field("filepicker", "a", multiple="= b")), "form-property"),
        (schema(field("expression", "a")), "form-property"),
        (schema(field("expression", "a", expression="= 1 +")), "form-feel"),
        (schema(field("textfield", "a", conditional={"hide": "= ("})), "form-feel"),
        (schema({"type": "text", "conditional": {"hide": "= ("}}), "form-feel"),
        (schema(field("textfield", "a", properties={"check": "= b <"})), "form-feel"),
        (schema(field("number", "a", validate={"max": "= ]"})), "form-feel"),
    ],
)
def test_form_is_refused_with_the_rule(data: bytes, rule: str) -> None:
    assert refused(data) == [rule]


def test_form_is_refused_with_every_finding_at_once() -> None:
    data = schema(field("iframe", "x"), {"type": "textfield"}, id=None)

    assert refused(data) == ["form-id", "form-component", "form-key-missing"]


def test_the_same_key_may_stand_at_another_level() -> None:
    rows = {"type": "dynamiclist", "path": "items", "components": [field("textfield", "name")]}

    assert refused(schema(field("textfield", "name"), rows)) == []


def test_a_plain_group_shares_the_level_of_its_surroundings() -> None:
    group = {"type": "group", "components": [field("textfield", "name")]}

    assert refused(schema(field("textfield", "name"), group)) == ["form-key-duplicate"]


def test_components_nested_too_deep_are_refused() -> None:
    inner = field("textfield", "name")
    for _ in range(20):
        inner = {"type": "group", "components": [inner]}

    assert refused(schema(inner)) == ["form-schema"]
