"""What is drawn on top of something else is warned of."""

from __future__ import annotations

import pytest

from engine.bpmn.reader import inspect_bpmn
from engine.paths import processes_dir
from tests.bpmn.diagrams import straight

DI = (
    '<bpmndi:BPMNDiagram xmlns:bpmndi="http://www.omg.org/spec/BPMN/20100524/DI" '
    'xmlns:dc="http://www.omg.org/spec/DD/20100524/DC"><bpmndi:BPMNPlane bpmnElement="p">'
    "{shapes}</bpmndi:BPMNPlane></bpmndi:BPMNDiagram></definitions>"
)


def drawn(**places: int) -> bytes:
    """start, task and end, each 100 wide, with these left sides."""
    shapes = "".join(
        f'<bpmndi:BPMNShape bpmnElement="{own}"><dc:Bounds x="{x}" y="0" width="100" height="80"/>'
        "</bpmndi:BPMNShape>"
        for own, x in places.items()
    )
    text = straight('<userTask id="t"/>').decode()
    return text.replace("</definitions>", DI.format(shapes=shapes)).encode()


def overlapping(file: bytes) -> list[str | None]:
    found = inspect_bpmn(file).findings
    return [one.element_id for one in found if one.rule == "overlapping"]


@pytest.mark.parametrize(
    ("places", "found"),
    [
        ({"s": 0, "t": 100, "e": 200}, []),
        ({"s": 0, "t": 99, "e": 200}, ["t"]),
        ({"s": 200, "t": 150, "e": 0}, ["s"]),
    ],
)
def test_node_on_top_of_another_is_named(places: dict[str, int], found: list[str]) -> None:
    assert overlapping(drawn(**places)) == found


def test_bounds_that_are_no_numbers_are_passed_over() -> None:
    assert overlapping(drawn(s=0, t=0).replace(b'x="0"', b'x="left"')) == []


def test_what_ships_does_not_overlap() -> None:
    for path in processes_dir().rglob("*.bpmn"):
        assert overlapping(path.read_bytes()) == [], path.name
