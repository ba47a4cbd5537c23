"""Coverage both ways, on small made-up processes: what is traced, waived, missing or groundless."""

from __future__ import annotations

from dataclasses import replace

from engine.clauses.acting import acting
from engine.clauses.citations import Sources, citations
from engine.clauses.coverage import Book, Coverage, State, coverage
from engine.clauses.loading import built_procedures, shipped_book
from engine.core.clause import Clause
from engine.core.definition import ProcessDefinition
from engine.core.events import ElementActivated, ElementPassed
from engine.dmn.model import DecisionTable, Rule
from engine.errors import Text
from tests.builders import end, process, start, user, xor

WAIVER = Text(zh="流程之外", en="outside")


def clause(name: str) -> Clause:
    return Clause(id=name, procedure="p", kind="approval", text=name, figure="", source="")


def cited(definition: ProcessDefinition, **clauses: str) -> ProcessDefinition:
    changed = {
        name: replace(definition.elements[name], clauses=tuple(ids.split()))
        for name, ids in clauses.items()
    }
    return replace(definition, elements={**definition.elements, **changed})


PLAIN = process("p", start(), user("a"), user("b"), end(), flows="start a b end")


def told(definition: ProcessDefinition, *clauses: str, **more: object) -> Coverage:
    book = Book(
        clauses=tuple(map(clause, clauses)),
        processes=(definition,),
        citations=tuple(citations(definition, Sources())),
    )
    return coverage(replace(book, **more))


def test_clause_is_traced_by_its_elements_scenarios_and_cases() -> None:
    definition = cited(PLAIN, a="SEAL-01 SEAL-02", b="SEAL-01")
    acted = {("p", "a"): ["case-2", "case-1"], ("q", "b"): ["case-3"]}

    found = told(definition, "SEAL-01", scenarios=[("p:one", ("SEAL-01",))], acted=acted)

    [traced] = found.clauses
    assert traced.state is State.TRACED
    assert traced.elements == ("p:a", "p:b")
    assert traced.scenarios == ("p:one",)
    assert traced.cases == ("case-1", "case-2")
    assert [(one.element, one.clauses) for one in found.elements] == [
        ("p:a", ("SEAL-01", "SEAL-02")),
        ("p:b", ("SEAL-01",)),
    ]


def test_clause_without_element_is_missing_unless_waived() -> None:
    whole = replace(PLAIN, clauses=("SEAL-03",))  # the process as a whole is no element

    found = told(whole, "SEAL-03", "SEAL-04", waived={"SEAL-04": WAIVER})

    assert [one.state for one in found.clauses] == [State.MISSING, State.WAIVED]
    assert [one.waiver for one in found.clauses] == [None, WAIVER]
    assert found.without_element == ("SEAL-03", "SEAL-04")
    assert found.clauses[0].cases is None


def test_tasks_and_parting_gateways_need_a_basis() -> None:
    definition = process(
        "p",
        *(start(), user("a"), user("b"), xor("which"), xor("join"), end()),
        flows="start which; which>a: amount > 5; which>b: else; a join end; b join",
    )

    found = told(cited(definition, b="SEAL-01"), "SEAL-01")

    assert found.without_basis == ("p:a", "p:which")


def test_rules_of_tables_and_fields_of_forms_are_places_of_their_element() -> None:
    element = replace(PLAIN.elements["a"], decision_id="D-1")
    definition = replace(PLAIN, elements={"a": element})
    form = element.required_user_task().form_id
    rule = Rule(id="small", inputs=(), outputs=(), description="SEAL-05:小额")
    field = {"key": "amount", "properties": {"clauses": "SEAL-06"}}
    schema = {"components": [{"type": "group", "components": [field]}]}
    sources = Sources(tables={"D-1": (DecisionTable(rules=(rule,)),)}, forms={form: schema})

    found = [(one.clause, one.element, one.place) for one in citations(definition, sources)]

    assert found == [("SEAL-05", "a", "D-1/small"), ("SEAL-06", "a", f"{form}.amount")]


def test_what_acts_inside_a_called_process_counts_for_that_process() -> None:
    events = [
        ElementActivated(element_id="call", token=1, process="p"),
        ElementPassed(element_id="start", token=2, scope=1),
        ElementActivated(element_id="sub", token=3, scope=1, process="q"),
        ElementPassed(element_id="inner", token=4, scope=3),
    ]

    places = {("p", "call"), ("q", "start"), ("q", "sub"), ("q", "inner")}
    assert acting(events) == places


def test_shipped_clauses_are_traced_or_waived() -> None:
    found = coverage(shipped_book())

    assert len(built_procedures()) == 23
    assert found.count(State.MISSING) == 0
    assert found.count(State.WAIVED) * 20 < len(found.clauses)
    assert all(one.scenarios for one in found.clauses if one.state is State.TRACED)
