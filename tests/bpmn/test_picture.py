"""Pictures of diagrams: what they show, how wide they are; those of what ships are current."""

from __future__ import annotations

import json
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from lxml import etree
from typer.testing import CliRunner

from engine.bpmn.layout import layout
from engine.bpmn.layout.labels import text_size
from engine.bpmn.layout.model import Box
from engine.bpmn.picture import picture
from engine.bpmn.picture.sheet import sheets_of
from engine.bpmn.picture.squeeze import Squeezed, squeezed
from engine.bpmn.picture.strips import strips_of
from engine.bpmn.picture.words import broken
from engine.bpmn.reader.names import local_of
from engine.cli.main import app
from engine.errors import DeploymentRefused
from engine.paths import processes_dir
from tests.bpmn.diagrams import diagram
from tests.bpmn.layout.drawn import model_of, random_process, read_drawing
from tests.bpmn.layout.test_layout import cuts, holders, nodes_of
from tools import pictures

SHIPPED = sorted(processes_dir().rglob("*.bpmn"))
AROUND = {"participant", "lane", "subProcess"}
SVG = "{http://www.w3.org/2000/svg}"


def named(file: Path) -> str:
    return file.stem


def strips_shown(data: bytes) -> list[Squeezed]:
    """Each strip of the picture with what is drawn in it."""
    sheets = sheets_of(etree.fromstring(data))
    return [squeezed(sheet, strip) for sheet in sheets for strip in strips_of(sheet)]


def holds(outer: Box, inner: Box) -> bool:
    across = outer.x <= inner.x and inner.right <= outer.right
    return across and outer.y <= inner.y and inner.bottom <= outer.bottom


@pytest.mark.parametrize("seed", range(8))
def test_picture_is_at_most_1440_wide_and_shows_every_node_and_name_whole(seed: int) -> None:
    data = layout(random_process(seed))
    svg = etree.fromstring(picture(data).encode())
    drawing = read_drawing(data)
    tags = {own: local_of(node) for own, node in model_of(data).items()}
    nodes = {own for own in drawing.shapes if tags[own] not in AROUND}
    seen: set[str] = set()
    names: set[str] = set()
    for one in strips_shown(data):
        figures, lines, part = one.sheet.figures, one.sheet.lines, one.strip.part
        seen |= {f.id for f in figures if holds(part, f.box)}
        names |= {f.id for f in figures if f.label and holds(part, f.label)}
        names |= {line.id for line in lines if line.label and holds(part, line.label)}

    assert int(svg.get("width", "0")) <= 1440
    assert nodes <= seen
    assert set(drawing.labels) <= names


def test_picture_tells_kinds_apart_and_says_both_names() -> None:
    data = layout(
        diagram(
            '<startEvent id="s" name="收到"/><userTask id="t" name="核对 &lt;原件&gt;" '
            'guicheng:nameEn="Check"><multiInstanceLoopCharacteristics/></userTask>'
            '<boundaryEvent id="b" attachedToRef="t" cancelActivity="false">'
            "<timerEventDefinition/></boundaryEvent>"
            '<endEvent id="e"><terminateEventDefinition/></endEvent>'
            '<sequenceFlow id="f1" sourceRef="s" targetRef="t"/>'
            '<sequenceFlow id="f2" sourceRef="t" targetRef="e"/>'
        )
    )
    shown = picture(data)
    texts = ["".join(one.itertext()) for one in etree.fromstring(shown.encode()).iter(f"{SVG}text")]

    assert {"收到", "核对<原件>"} <= {text.replace(" ", "") for text in texts}
    assert "<title>Check</title>" in shown
    assert shown.count('stroke-dasharray="4 3"') == 2  # both rings of what does not interrupt
    assert shown == picture(data)


def test_name_is_broken_between_words_and_before_no_full_stop() -> None:
    assert broken("金额超过限额吗？", 60, 12) == ["金额超过限", "额吗？"]
    assert broken("Approve by the manager", 60, 12) == ["Approve", "by the", "manager"]


def test_file_without_a_diagram_is_refused() -> None:
    with pytest.raises(DeploymentRefused) as refused:
        picture(diagram('<startEvent id="s"/>'), file="a.bpmn")

    assert refused.value.findings[0].rule == "no-diagram"


def test_command_writes_a_picture_into_the_folder(tmp_path: Path) -> None:
    source = SHIPPED[0]
    result = CliRunner().invoke(app, ["picture", str(source), "--out", str(tmp_path), "--json"])

    target = tmp_path / f"{source.stem}.svg"
    assert json.loads(result.stdout) == [str(target)]
    assert target.read_text("utf-8") == picture(source.read_bytes())


def test_pictures_and_pages_are_current() -> None:
    wanted = pictures.pictures()
    stale = [file.name for file, text in wanted.items()
             if not file.is_file() or file.read_text("utf-8") != text]  # fmt: skip
    pages = [folder / "README.md" for folder in pictures.families()]

    assert stale == [], "run python -m tools.pictures"
    assert set(pictures.IMAGES.glob("*.svg")) == set(wanted)
    for page in pages:
        assert pictures.rewritten(page.read_text("utf-8"), page.parent) == page.read_text("utf-8")


@pytest.mark.parametrize("file", SHIPPED, ids=named)
def test_strip_is_as_high_as_what_it_shows_and_nothing_in_it_changes_shape_or_order(
    file: Path,
) -> None:
    (sheet,) = sheets_of(etree.fromstring(file.read_bytes()))
    sizes = {one.id: (one.box.w, one.box.h) for one in sheet.figures if not one.is_around}
    for strip in strips_of(sheet):
        shown = squeezed(sheet, strip)
        nodes = [one for one in shown.sheet.figures if not one.is_around]
        inside = [one for one in nodes if one.box.overlaps(shown.strip.part)]
        before = {one.id: one.box.y for one in sheet.figures}

        assert shown.strip.part.h <= strip.part.h
        assert {one.id: (one.box.w, one.box.h) for one in inside}.items() <= sizes.items()
        moved = [one.id for one in sorted(inside, key=lambda one: (one.box.y, before[one.id]))]
        assert moved == sorted(moved, key=before.__getitem__)
        for one, other in combinations(inside, 2):
            hosted = "boundaryEvent" in (one.tag, other.tag)
            assert hosted or not one.box.overlaps(other.box), (one.id, other.id)
        for line in shown.sheet.lines:  # whatever was right-angled stays so
            assert all(a[0] == b[0] or a[1] == b[1] for a, b in pairwise(line.points))


@pytest.mark.parametrize("file", SHIPPED, ids=named)
def test_shipped_diagram_has_no_line_through_a_node_and_no_name_on_a_line(file: Path) -> None:
    drawing, model = read_drawing(file.read_bytes()), model_of(file.read_bytes())
    nodes = nodes_of(model)
    names = drawing.labels | {f"{own} (title)": box for own, box in _titles(drawing, nodes)}
    faults = [(line, own) for line, own in _through_nodes(drawing, model, nodes)]
    faults += [
        (name, line)
        for name, box in names.items()
        for line, points in drawing.lines.items()
        if any(cuts(box, a, b) for a, b in pairwise(points))
    ]
    faults += [(a, b) for (a, x), (b, y) in combinations(names.items(), 2) if x.overlaps(y)]

    assert faults == []


def _titles(drawing, nodes):
    """Where the names of open sub-processes stand: in the middle of their upper side."""
    for own, node in nodes.items():
        if local_of(node) == "subProcess" and own in drawing.shapes:
            box, (width, _) = drawing.shapes[own], text_size(node.get("name") or "", font=12)
            yield own, Box(x=box.center[0] - width // 2, y=box.y + 6, w=width, h=14)


def _through_nodes(drawing, model, nodes):
    for line, points in drawing.lines.items():
        ends = {model[line].get("sourceRef") or "", model[line].get("targetRef") or ""}
        for own, node in nodes.items():
            is_end = own in ends or own in holders(model[line])
            is_inside = ends & holders(node) and local_of(node) != "boundaryEvent"
            is_foreign = not is_end and not is_inside and own in drawing.shapes
            if is_foreign and any(cuts(drawing.shapes[own], a, b) for a, b in pairwise(points)):
                yield line, own
