"""A set of files is checked together, each finding with its file and line."""

from __future__ import annotations

import json
from pathlib import Path

from engine.bpmn.lint import Known, as_line, lint_files
from tests.bpmn.diagrams import straight

TASK = (
    '<userTask id="t" name="审核" guicheng:nameEn="Review" guicheng:formId="review">'
    '<extensionElements><guicheng:assignment kind="role" value="gm"/></extensionElements>'
    "</userTask>"
)
FORM = json.dumps(
    {
        "type": "default",
        "id": "review",
        "schemaVersion": 16,
        "components": [{"type": "textfield", "id": "a", "key": "opinion", "label": "意见"}],
    }
).encode()


def rules_of(*files: tuple[str, bytes], known: Known | None = None) -> set[str]:
    found = lint_files(files, known)
    return {finding.rule for finding in found if finding.severity == "error"}


def test_diagram_alone_is_checked_without_its_forms():
    assert rules_of(("p.bpmn", straight(TASK))) == set()


def test_diagram_with_its_form_has_no_error():
    assert rules_of(("p.bpmn", straight(TASK)), ("review.form", FORM)) == set()


def test_form_that_is_not_in_the_set_is_an_error():
    other = FORM.replace(b'"review"', b'"other"')
    assert rules_of(("p.bpmn", straight(TASK)), ("other.form", other)) == {"user-task-form"}


def test_role_that_the_organisation_lacks_is_an_error():
    known = Known(roles=frozenset({"clerk"}))
    assert rules_of(("p.bpmn", straight(TASK)), known=known) == {"known-role"}


def test_process_that_two_files_define_is_an_error():
    assert rules_of(("a.bpmn", straight(TASK)), ("b.bpmn", straight(TASK))) == {"defined-twice"}


def test_broken_files_are_reported_together_and_in_order(tmp_path: Path):
    (tmp_path / "a.bpmn").write_bytes(b"<x")
    (tmp_path / "b.form").write_bytes(b"{")
    (tmp_path / "c.dmn").write_bytes(b"<x/>")
    found = lint_files([tmp_path])
    assert [Path(finding.file or "").name for finding in found] == ["a.bpmn", "b.form", "c.dmn"]
    assert as_line(found[0]).startswith(f"{tmp_path / 'a.bpmn'}:1: not-xml: ")
