"""Mutations of what carries out clauses: of the guide's example all are killed, and what nothing
proves is told as a survivor."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

import pytest

from engine.bootstrap import readers
from engine.clauses.citations import Citation, Sources, citations
from engine.clauses.loading import shipped_book
from engine.clauses.mutation.campaign import try_all
from engine.clauses.mutation.figures import neighbours
from engine.clauses.mutation.found import Shelf
from engine.clauses.mutation.model import Aspect
from engine.clauses.mutation.stage import Stage
from engine.clauses.mutation.survivors import Judged, Standing, judged, read_survivors
from engine.clauses.mutation.trial import ClauseResult, Fate, Trial
from engine.cli.mutation import answer, told
from engine.core.values import Value
from engine.errors import InvalidCommand, InvalidState
from engine.parameters import read_parameter_entries
from engine.paths import processes_dir
from engine.scenarios import Scenario, read_scenarios
from engine.shipped import shipped_clauses
from tests.docs.test_example_item_borrow import SCENARIOS, trial_folder

CLAUSES = shipped_clauses()
Files = Sequence[tuple[str, bytes]]


def trial_of(files: Files, scenarios: Sequence[Scenario]) -> Trial:
    """What tries these files by these scenarios."""
    read = readers()
    by_name = dict(files)
    models = [read.dmn(content) for name, content in files if name.endswith(".dmn")]
    forms = [read.form(content) for name, content in files if name.endswith(".form")]
    sources = Sources(
        tables={one.id: (one.expression,) for model in models for one in model.decisions},
        forms={form.id: form.schema for form in forms},
    )
    cited: list[Citation] = []
    for name, content in files:
        if name.endswith(".bpmn"):
            cited += (c for process in read.bpmn(content) for c in citations(process, sources))
    entries = read_parameter_entries(by_name["parameters.yaml"])
    figures = {name: entry["clauses"] for name, entry in entries.items()}
    stage = Stage(files)
    return Trial(stage, Shelf(stage=stage, citations=cited, figures=figures), scenarios)


def fates(result: ClauseResult) -> dict[str, Fate]:
    return {f"{one.place} {one.aspect}": one.fate for one in result.points}


def only(result: ClauseResult) -> Judged:
    [one] = judged([result], {})
    return one


@pytest.fixture(scope="module")
def example() -> Trial:
    return trial_of(trial_folder(), SCENARIOS)


@pytest.mark.parametrize("clause", ["ASSE-44", "ASSE-45", "ASSE-46"])
def test_clause_of_the_guide_is_proved_point_by_point(clause: str, example: Trial) -> None:
    result = example.run(CLAUSES[clause])

    assert [key for key, fate in fates(result).items() if fate is not Fate.KILLED] == []
    assert only(result).standing is Standing.PROVEN


def test_points_are_elements_ways_people_figures_rules_and_fields(example: Trial) -> None:
    points = {key for one in ("ASSE-44", "ASSE-46") for key in fates(example.run(CLAUSES[one]))}

    assert points >= {
        "item-borrow:approve-loan presence",
        "item-borrow:approve-loan who",  # an approval
        "item-borrow:how-to-handle way",
        "item-borrow:return-late presence",
        "parameters.borrow_overdue_days more",
        "parameters.borrow_overdue_days less",
        "D-ASSE-3/d-asse-3-refuse presence",
        "D-ASSE-3/d-asse-3-refuse outcome",
        "borrow.item required",
        "borrow.return_at check",
    }
    assert "item-borrow:approve-loan separation" not in points  # of no clause about it


def test_mutation_survives_when_no_scenario_that_names_the_clause_would_notice() -> None:
    unheeded = [replace(one, proves=()) for one in SCENARIOS if one.id != "item-not-returned"]
    trial = trial_of(trial_folder(), unheeded)

    result = trial.run(CLAUSES["ASSE-46"])

    assert Fate.KILLED not in fates(result).values()
    assert not any(point.reached for point in result.points)
    assert only(result).standing is Standing.UNPROVEN
    assert "no scenario that names the clause comes here" in "\n".join(told([only(result)]))


def test_scenario_that_fails_on_what_ships_proves_nothing(example: Trial) -> None:
    [first, *_] = SCENARIOS
    wrong = replace(first, id="wrong", steps=(*first.steps, first.steps[-2]))
    trial = trial_of(trial_folder(), [wrong])

    with pytest.raises(InvalidState, match="wrong"):
        trial.run(CLAUSES["ASSE-44"])


ROUND = """<?xml version="1.0" encoding="UTF-8"?>
<definitions xmlns="http://www.omg.org/spec/BPMN/20100524/MODEL"
             xmlns:guicheng="urn:guicheng:bpmn:1" targetNamespace="urn:test">
  <message id="asked" name="round-asked"/>
  <process id="round" name="巡检" isExecutable="true" guicheng:nameEn="A round"
           guicheng:family="tests" guicheng:startableBy="office-director">
    <startEvent id="begun" name="要巡检" guicheng:nameEn="Wanted" guicheng:clauses="SEAL-12"/>
    <startEvent id="each-day" name="每天" guicheng:nameEn="Each day" guicheng:clauses="SEAL-01">
      <timerEventDefinition><timeCycle>parameters.round_times</timeCycle></timerEventDefinition>
    </startEvent>
    <startEvent id="asked-for" name="有人要求" guicheng:nameEn="Asked" guicheng:clauses="SEAL-01">
      <messageEventDefinition messageRef="asked"/>
    </startEvent>
    <sequenceFlow id="f1" sourceRef="begun" targetRef="look"/>
    <sequenceFlow id="f2" sourceRef="each-day" targetRef="look"/>
    <sequenceFlow id="f3" sourceRef="asked-for" targetRef="look"/>
    <userTask id="look" name="查看印章" guicheng:nameEn="Look" guicheng:formId="look"
              guicheng:clauses="SEAL-01">
      <extensionElements>
        <guicheng:assignment kind="role" value="seal-keeper"/>
        <guicheng:fieldRights default="edit"/>
      </extensionElements>
    </userTask>
    <boundaryEvent id="late" name="未看" guicheng:nameEn="Late" guicheng:clauses="SEAL-02"
                   attachedToRef="look">
      <timerEventDefinition>
        <timeDuration>duration("P1D") * parameters.round_days</timeDuration>
      </timerEventDefinition>
    </boundaryEvent>
    <sequenceFlow id="f4" sourceRef="late" targetRef="urge"/>
    <serviceTask id="urge" name="催看" guicheng:nameEn="Urge" guicheng:connector="notify">
      <extensionElements>
        <guicheng:input name="to" value="role:office-director"/>
        <guicheng:input name="text" value="请查看"/>
      </extensionElements>
    </serviceTask>
    <sequenceFlow id="f5" sourceRef="urge" targetRef="look"/>
    <sequenceFlow id="f7" sourceRef="look" targetRef="seen"/>
    <endEvent id="seen" name="已看" guicheng:nameEn="Seen" guicheng:clauses="SEAL-01"/>
  </process>
</definitions>"""
LOOK = """{"type": "default", "schemaVersion": 19, "id": "look",
 "properties": {"title": "查看", "titleEn": "Look"},
 "components": [{"type": "textfield", "id": "state", "key": "state", "label": "状况",
   "properties": {"labelEn": "State", "clauses": "SEAL-01"}, "validate": {"required": true}}]}"""
FIGURES = """
parameters:
  round_times: {value: "0 0 9 * * *", unit: times, clauses: [SEAL-01]}
  round_days: {value: 1, unit: days, clauses: [SEAL-02]}
"""
ROUNDS = """
process: round
scenarios:
  - id: each-day-and-when-asked
    zh: 每天
    en: Each day and when asked for
    at: 2026-11-20T08:30
    proves: [SEAL-01, SEAL-12]
    steps:
      - {clock: 2026-11-20T08:59:59}
      - {message: round-asked, by: admin, data: {}, case: asked}
      - {start: round, by: gm, data: {}, refused: not-permitted}
      - {start: round, by: office-director, data: {}, case: wanted}
      - {clock: 2026-11-20T09:00:30}
      - {begun: round, case: day}
      - {case: day, expect: {open: {look: [seal-keeper]}}}
      - {complete: look, by: seal-keeper, case: day, data: {}, refused: invalid-form}
      - {complete: look, by: seal-keeper, case: day, data: {state: 完好}}
      - {case: day, expect: {end: [seen], variables: {state: 完好}}}
  - id: urged-daily
    zh: 每日催看
    en: Urged daily
    proves: [SEAL-02]
    steps:
      - {start: round, by: office-director, data: {}}
      - {clock: P3D}
      - expect: {notices: {"role:office-director": 3}}
"""


@pytest.fixture(scope="module")
def round_trial(tmp_path_factory: pytest.TempPathFactory) -> Trial:
    file = tmp_path_factory.mktemp("rounds") / "round.yaml"
    file.write_text(ROUNDS, encoding="utf-8")
    files = [
        ("round.bpmn", ROUND.encode()),
        ("look.form", LOOK.encode()),
        ("parameters.yaml", FIGURES.encode()),
        ("calendar.yaml", (processes_dir() / "calendar.yaml").read_bytes()),
    ]
    return trial_of(files, read_scenarios(file))


def test_what_begins_cases_is_altered_in_the_catalogue_too(round_trial: Trial) -> None:
    result = round_trial.run(CLAUSES["SEAL-01"])

    assert fates(result) == dict.fromkeys(
        (
            *("round:each-day presence", "round:asked-for presence", "round:look presence"),
            *("look.state presence", "look.state required", "round:seen presence"),
            *("parameters.round_times more", "parameters.round_times less"),
        ),
        Fate.KILLED,
    ) | ({"round:look who": Fate.KILLED} if CLAUSES["SEAL-01"].kind == "role" else {})


def test_who_may_begin_is_a_point_of_a_role(round_trial: Trial) -> None:
    approval = replace(CLAUSES["SEAL-12"], kind="role")

    assert fates(round_trial.run(approval)) == {"round:begun who": Fate.KILLED}


def test_mutation_that_never_comes_to_an_end_is_killed(round_trial: Trial) -> None:
    result = round_trial.run(CLAUSES["SEAL-02"])  # within zero days, it urges for ever

    assert fates(result) == dict.fromkeys(
        ("round:late presence", "parameters.round_days more", "parameters.round_days less"),
        Fate.KILLED,
    )


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (Decimal(300), {Aspect.MORE: Decimal(301), Aspect.LESS: Decimal(299)}),
        (Decimal("2.5"), {Aspect.MORE: Decimal("2.6"), Aspect.LESS: Decimal("2.4")}),
        ("P1D", {Aspect.MORE: "P2D", Aspect.LESS: "PT12H"}),
        ("PT2H", {Aspect.MORE: "PT3H", Aspect.LESS: "PT1H"}),
        ("09:00:00", {Aspect.MORE: "09:01:00", Aspect.LESS: "08:59:00"}),
        ("0 30 8 * * *", {Aspect.MORE: "0 30 9 * * *", Aspect.LESS: "0 30 7 * * *"}),
        ("0 9 20 * *", {Aspect.MORE: "0 10 20 * *", Aspect.LESS: "0 8 20 * *"}),
        ("离职后2年", {Aspect.MORE: "离职后3年", Aspect.LESS: "离职后1年"}),
        ("永久", {Aspect.VALUE: "永久-"}),
        (False, {Aspect.VALUE: True}),
        (["a", "b"], {Aspect.VALUE: ["a"]}),
    ],
)
def test_figures_have_neighbours(value: Value, found: dict[Aspect, Value]) -> None:
    assert dict(neighbours(value)) == found


def test_survivor_is_explained_for_its_clause_place_and_aspect(example: Trial) -> None:
    result = example.run(CLAUSES["ASSE-46"])
    [point] = [one for one in result.points if one.place == "borrow.kind"][:1]
    survived = replace(point, tried=(replace(point.tried[0], fate=Fate.SURVIVED),))
    listed = """survivors:
      - {clause: ASSE-46, place: borrow.kind, aspect: presence, reason_zh: 理由, reason_en: why}
      - {clause: ASSE-46, place: borrow.mode, aspect: required, reason_zh: 旧, reason_en: old}"""

    [one] = judged([replace(result, points=(survived,))], read_survivors(listed.encode()))

    assert one.standing is Standing.EXPLAINED
    assert one.stale == (("borrow.mode", "required"),)
    assert answer([one])["explained"] == 1
    assert re.search("理由 / why", "\n".join(told([one])))


def test_explanation_that_lacks_something_is_refused() -> None:
    with pytest.raises(InvalidCommand, match="ASSE-46"):
        read_survivors(b"survivors: [{clause: ASSE-46, place: x, aspect: presence}]")


def test_explained_survivors_are_of_clauses_that_are_not_waived() -> None:
    book = shipped_book()
    known = {one.id for one in book.clauses} - book.waived.keys()

    assert {clause for clause, _, _ in read_survivors()} <= known


@pytest.mark.long
def test_every_shipped_clause_is_proved_or_its_survivors_are_explained() -> None:
    book = shipped_book()
    clauses = [one for one in book.clauses if one.id not in book.waived]

    found = tuple(judged(try_all(clauses, jobs=2), read_survivors()))

    assert [one.result.clause for one in found if one.standing is Standing.UNPROVEN] == []
    assert [one.stale for one in found if one.stale] == []
