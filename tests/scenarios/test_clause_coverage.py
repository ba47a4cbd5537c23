"""Every clause of the procedures that are built is carried out and shown, or listed with why."""

from __future__ import annotations

import re

import pytest

from engine.clauses.loading import shipped_citations, shipped_definitions, shipped_scenarios
from engine.core.ballot import COMPANY_ACTIONS
from engine.core.clause import Clause
from engine.paths import forms_dir, processes_dir
from engine.scenarios.plain_yaml import read_yaml
from engine.shipped import shipped_clauses, shipped_waivers
from tools import clause_table

BUILT = {
    one.key
    for one in shipped_definitions()
    if not one.placeholder and one.family != "administration"
}
ROUNDS = {"client-callback-round", "client-file-round", "client-file-appraisal", "visit-issue"}
"""Begin the cases of a procedure at set times, or go on from it, by that procedure's clauses."""
SERVING = {"withdrawal"}
"""Serves several procedures without a clause of its own."""
CLAUSES = [clause for clause in shipped_clauses().values() if clause.procedure in BUILT]
CITED = shipped_citations()
PROVED = {(one.process, clause) for one in shipped_scenarios() for clause in one.proves}
LEFT = shipped_waivers()


def test_every_procedure_has_clauses_of_its_own_and_a_scenario() -> None:
    played = {one.process for one in shipped_scenarios()}
    begun = {
        step.about
        for one in shipped_scenarios()
        for step in one.steps
        if step.verb in ("begun", "start")
    }

    assert {clause.procedure for clause in CLAUSES} == BUILT - ROUNDS - SERVING
    assert played | (begun & (ROUNDS | SERVING)) == BUILT


@pytest.mark.parametrize("clause", CLAUSES, ids=lambda clause: clause.id)
def test_clause_is_carried_out_and_shown_or_listed_with_the_reason(clause: Clause) -> None:
    cited = any(one.clause == clause.id and one.process == clause.procedure for one in CITED)
    proved = (clause.procedure, clause.id) in PROVED
    listed = clause.id in LEFT
    assert (cited and proved) != listed, f"cited {cited}, proved {proved}, listed {listed}"


def test_listed_clauses_exist_and_say_why_in_both_languages() -> None:
    for clause, reason in LEFT.items():
        assert clause in shipped_clauses()
        assert reason.zh
        assert reason.en


def test_every_cited_and_proved_clause_exists() -> None:
    known = shipped_clauses().keys()
    unknown = {one.clause for one in CITED} | {clause for _, clause in PROVED}
    assert unknown - known == set()


def test_every_parameter_is_used_and_names_existing_clauses() -> None:
    entries = read_yaml((processes_dir() / "parameters.yaml").read_bytes())["parameters"]
    shipped = [*processes_dir().rglob("*.bpmn"), *forms_dir().glob("*.form")]
    used = set(
        re.findall(r"parameters\.(\w+)", "".join(file.read_text("utf-8") for file in shipped))
    )
    assert used | {COMPANY_ACTIONS} == set(entries)  # that one is read by the engine itself
    for entry in entries.values():
        assert set(entry["clauses"]) <= shipped_clauses().keys()
        assert entry["origin"] in {"company", "default"}
        assert entry["zh"]
        assert entry["en"]


def test_no_figure_stands_in_a_condition_or_timer() -> None:
    """Figures are in tables and parameters; 0 and the unit duration P1D are not figures."""
    for process in shipped_definitions():
        texts = [flow.condition.text for flow in process.flows.values() if flow.condition]
        texts += [e.event.timer.text for e in process.elements.values() if e.event.timer]
        for text in texts:
            plain = re.sub(r'"[^"]*"', "", text)
            assert re.findall(r"\b[1-9]\d*\b", plain) == [], f"{process.key}: {text}"


def test_readmes_show_the_clauses_as_they_are() -> None:
    for file, family in clause_table.readmes():
        text = file.read_text(encoding="utf-8")
        assert clause_table.rewritten(text, family) == text, (
            f"run python -m tools.clause_table: {file}"
        )
