"""Laws of the layout over random lane processes, and that the rest of the file stays as it was."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest

from engine.bpmn.layout import layout
from engine.bpmn.layout.model import Box, Point
from engine.bpmn.reader import inspect_bpmn
from engine.bpmn.reader.names import Node, local_of
from engine.core.definition import Kind
from engine.errors import DeploymentRefused
from tests.bpmn.diagrams import HEAD, diagram, straight
from tests.bpmn.layout.drawn import Drawing, model_of, random_process, read_drawing

SEEDS = range(40)


@pytest.fixture(scope="module", params=SEEDS)
def laid_out(request: pytest.FixtureRequest) -> tuple[Drawing, dict[str, Node]]:
    data = layout(random_process(request.param))
    return read_drawing(data), model_of(data)


Given = tuple[Drawing, dict[str, Node]]


def nodes_of(model: dict[str, Node]) -> dict[str, Node]:
    return {own: node for own, node in model.items() if local_of(node) in set(Kind)}


def holders(node: Node) -> set[str]:
    """The sub-processes around a node, and the host of a boundary event."""
    found = {node.get("attachedToRef") or ""}
    parent = node.getparent()
    while parent is not None:
        found.add(parent.get("id") or "")
        parent = parent.getparent()
    return found


def test_each_element_and_flow_is_drawn(laid_out: Given):
    drawing, model = laid_out
    tags = set(Kind) | {"lane", "participant"}
    assert {own for own, node in model.items() if local_of(node) in tags} == set(drawing.shapes)
    assert {own for own, n in model.items() if local_of(n) == "sequenceFlow"} == set(drawing.lines)


def test_no_two_nodes_overlap(laid_out: Given):
    drawing, model = laid_out
    nodes = nodes_of(model)
    for (a, first), (b, second) in combinations(nodes.items(), 2):
        if a not in holders(second) and b not in holders(first):
            assert not drawing.shapes[a].overlaps(drawing.shapes[b]), (a, b)


def test_each_node_lies_in_its_lane(laid_out: Given):
    drawing, model = laid_out
    for own, node in model.items():
        if local_of(node) == "lane":
            band = drawing.shapes[own]
            for ref in node:
                assert contains(band, drawing.shapes[ref.text or ""]), (own, ref.text)


def contains(outer: Box, inner: Box) -> bool:
    return (
        outer.x <= inner.x
        and outer.y <= inner.y
        and inner.right <= outer.right
        and inner.bottom <= outer.bottom
    )


def test_no_line_crosses_a_foreign_node(laid_out: Given):
    drawing, model = laid_out
    nodes = nodes_of(model)
    for line_id, points in drawing.lines.items():
        line = model[line_id]
        ends = {line.get("sourceRef") or "", line.get("targetRef") or ""}
        for own, node in nodes.items():
            if own in ends or own in holders(line):
                continue
            if ends & holders(node) and local_of(node) != Kind.BOUNDARY_EVENT:
                continue  # inside an end that is a sub-process
            assert not any(cuts(drawing.shapes[own], a, b) for a, b in pairwise(points)), (
                line_id,
                own,
            )


def cuts(box: Box, a: Point, b: Point) -> bool:
    return (
        min(a[0], b[0]) < box.right
        and max(a[0], b[0]) > box.x
        and min(a[1], b[1]) < box.bottom
        and max(a[1], b[1]) > box.y
    )


def test_lines_are_right_angled_and_join_their_ends(laid_out: Given):
    drawing, model = laid_out
    for line_id, points in drawing.lines.items():
        assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(points)), line_id
        assert all(a != b for a, b in pairwise(points)), line_id
        line = model[line_id]
        for end, point in (("sourceRef", points[0]), ("targetRef", points[-1])):
            box = drawing.shapes[line.get(end) or ""]
            assert point in ports(box), (line_id, end)


def ports(box: Box) -> set[Point]:
    x, y = box.center
    return {(box.x, y), (box.right, y), (x, box.y), (x, box.bottom)}


def test_names_do_not_cover_nodes_or_each_other_in_most_places(laid_out: Given):
    drawing, model = laid_out
    tasks = [own for own, n in nodes_of(model).items() if local_of(n) != "subProcess"]
    clashes = sum(
        1
        for label in drawing.labels.values()
        for own in tasks
        if label.overlaps(drawing.shapes[own])
    )
    clashes += sum(a.overlaps(b) for a, b in combinations(drawing.labels.values(), 2))
    assert clashes <= len(drawing.labels) // 8


def test_result_can_be_read_without_findings_about_the_drawing():
    data = layout(random_process(7))
    rules = {finding.rule for finding in inspect_bpmn(data).findings}
    assert not rules & {"no-diagram", "not-drawn", "drawn-nothing"}


def test_layout_twice_is_the_same_and_keeps_every_other_byte():
    source = random_process(3)
    once = layout(source)
    assert layout(once) == once
    start = once.index(b"  <bpmndi:BPMNDiagram")
    end = once.index(b"</bpmndi:BPMNDiagram>") + len(b"</bpmndi:BPMNDiagram>\n")
    assert once[:start] + once[end:] == source


def test_file_in_another_encoding_keeps_it():
    source = ('<?xml version="1.0" encoding="GB18030"?>' + random_process(5).decode()).encode(
        "gb18030"
    )
    assert "not-drawn" not in {f.rule for f in inspect_bpmn(layout(source)).findings}


def test_straight_process_without_lanes_is_one_straight_line():
    drawing = read_drawing(layout(straight('<userTask id="t" name="审核"/>')))
    assert {box.center[1] for box in drawing.shapes.values()} == {drawing.shapes["t"].center[1]}
    assert all(len(points) == 2 for points in drawing.lines.values())


def test_rework_loop_runs_below_the_path():
    drawing = read_drawing(
        layout(
            diagram(
                '<startEvent id="s"/><userTask id="a"/><userTask id="b"/><endEvent id="e"/>'
                '<sequenceFlow id="f1" sourceRef="s" targetRef="a"/>'
                '<sequenceFlow id="f2" sourceRef="a" targetRef="b"/>'
                '<sequenceFlow id="f3" sourceRef="b" targetRef="e"/>'
                '<sequenceFlow id="back" sourceRef="b" targetRef="a"/>'
            )
        )
    )
    assert max(y for _, y in drawing.lines["back"]) > drawing.shapes["a"].bottom
    assert len(drawing.lines["back"]) == 4


def test_file_that_cannot_be_drawn_is_refused():
    with pytest.raises(DeploymentRefused):
        layout(diagram('<sequenceFlow id="f" sourceRef="x" targetRef="y"/>'))


def test_file_with_a_group_is_refused_since_its_place_would_be_lost():
    with pytest.raises(DeploymentRefused):
        layout(diagram('<startEvent id="s"/><group id="g"/>'))


def test_notes_data_and_messages_are_drawn():
    body = (
        '<startEvent id="s"/><serviceTask id="t" guicheng:connector="register.append">'
        '<dataOutputAssociation id="out"><targetRef>store</targetRef></dataOutputAssociation>'
        '</serviceTask><endEvent id="e"/><dataStoreReference id="store" name="登记簿"/>'
        '<sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
        '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/>'
        '<textAnnotation id="note"><text>三个工作日内</text></textAnnotation>'
        '<association id="tied" sourceRef="note" targetRef="t"/>'
        '<textAnnotation id="note2"><text>每月</text></textAnnotation>'
        '<association id="tied2" sourceRef="note2" targetRef="f2"/>'
    )
    pools = (
        '<collaboration id="c"><participant id="us" processRef="p"/><participant id="them"/>'
        '<messageFlow id="m1" sourceRef="t" targetRef="them"/>'
        '<messageFlow id="m2" sourceRef="them" targetRef="us"/></collaboration>'
    )
    drawing = read_drawing(layout(diagram(body, roots=pools)))
    assert {"us", "them", "store", "note", "note2"} <= set(drawing.shapes)
    assert {"out", "tied", "tied2", "m1", "m2"} <= set(drawing.lines)
    assert drawing.lines["m1"][-1][1] == drawing.shapes["them"].y


NEW_ELEMENTS = """<laneSet id="ls"><lane id="outer"><childLaneSet id="cl"><lane id="l1">
<flowNodeRef>s</flowNodeRef><flowNodeRef>tx</flowNodeRef><flowNodeRef>bx</flowNodeRef></lane>
<lane id="l2"><flowNodeRef>ad</flowNodeRef><flowNodeRef>undo</flowNodeRef>
<flowNodeRef>g</flowNodeRef><flowNodeRef>r</flowNodeRef><flowNodeRef>ev</flowNodeRef><flowNodeRef>e</flowNodeRef></lane>
</childLaneSet></lane></laneSet>
<startEvent id="s"/><sequenceFlow id="f1" sourceRef="s" targetRef="tx"/>
<transaction id="tx"><startEvent id="ts"/><task id="tt"/>
<sequenceFlow id="g1" sourceRef="ts" targetRef="tt"/></transaction>
<boundaryEvent id="bx" attachedToRef="tx"><compensateEventDefinition/></boundaryEvent>
<task id="undo" isForCompensation="true"/><association id="as" sourceRef="bx" targetRef="undo"/>
<sequenceFlow id="f2" sourceRef="tx" targetRef="ad"/>
<adHocSubProcess id="ad"><task id="a1"/><userTask id="a2"/></adHocSubProcess>
<sequenceFlow id="f3" sourceRef="ad" targetRef="g"/><eventBasedGateway id="g"/>
<sequenceFlow id="f4" sourceRef="g" targetRef="r"/><receiveTask id="r"/>
<sequenceFlow id="f5" sourceRef="r" targetRef="e"/><endEvent id="e"/>
<subProcess id="ev" triggeredByEvent="true">
<startEvent id="es"><signalEventDefinition/></startEvent>
<task id="et"/><sequenceFlow id="e1" sourceRef="es" targetRef="et"/></subProcess>"""


def test_every_kind_of_sub_process_gateway_and_lane_is_drawn():
    done = layout(diagram(NEW_ELEMENTS))
    assert {"not-drawn", "drawn-nothing"}.isdisjoint(f.rule for f in inspect_bpmn(done).findings)
    assert b'bpmnElement="tt"' in done
    assert b'bpmnElement="l2"' in done


def test_file_of_global_tasks_has_nothing_to_draw():
    with pytest.raises(DeploymentRefused):
        layout(f'{HEAD}<globalTask id="x"/></definitions>'.encode())
