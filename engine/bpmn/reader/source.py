"""Bytes of an uploaded XML file -> its root element, within bounds and without any DTD."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from typing import Any, Final, cast

from lxml import etree

from engine.bpmn.reader.names import Node, line_of
from engine.bpmn.reader.problems import Problems
from engine.errors import Text

MAX_BYTES: Final = 5 * 1024 * 1024
MAX_DEPTH: Final = 100
MAX_ELEMENTS: Final = 5_000
"""Of the model. Diagram interchange has about five drawn elements to each of the model and is
bounded by MAX_DRAWN instead."""
MAX_DRAWN: Final = 50_000
_CHUNK: Final = 64 * 1024

_DRAWING: Final = "{http://www.omg.org/spec/BPMN/20100524/DI}BPMNDiagram"
_DRAWING_DMN: Final = "{https://www.omg.org/spec/DMN/20191111/DMNDI/}DMNDI"


def parse_xml(data: bytes, problems: Problems, *, keep_instructions: bool = False) -> Node | None:
    """The root element, or None after reporting why there is none.

    Fed in pieces, so that a file over the bounds is given up before it is built whole.
    `keep_instructions` reports processing instructions and reads on.
    """
    if len(data) > MAX_BYTES:
        problems.at_line(
            "size-limit",
            None,
            Text(
                zh=f"文件大小为 {len(data)} 字节，超过上限 {MAX_BYTES} 字节（5 MB）",
                en=f"The file has {len(data)} bytes, over the limit of {MAX_BYTES} (5 MB)",
            ),
        )
        return None
    try:
        return _feed(data, problems, keep_instructions)
    except etree.XMLSyntaxError as error:
        if _declares_doctype(data):
            _refuse_doctype(problems)
        else:
            _report_syntax(error, problems)
        return None


def _feed(data: bytes, problems: Problems, keep_instructions: bool) -> Node | None:
    parser = etree.XMLPullParser(
        events=("start", "end", "pi"),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        dtd_validation=False,
        attribute_defaults=False,
        huge_tree=False,
        remove_comments=False,
        strip_cdata=False,
    )
    bounds = _Bounds(problems, keep_instructions)
    for start in range(0, max(len(data), 1), _CHUNK):
        parser.feed(data[start : start + _CHUNK])
        if not bounds.keeps(parser.read_events()):
            return None
    root: Node = parser.close()
    return root if bounds.keeps(parser.read_events()) else None


class _Bounds:
    """Counts depth and elements while the file is being read."""

    __slots__ = ("depth", "drawing", "drawn", "elements", "keep_instructions", "problems")

    def __init__(self, problems: Problems, keep_instructions: bool) -> None:
        self.problems = problems
        self.keep_instructions = keep_instructions
        self.depth = 0
        self.elements = 0
        self.drawn = 0
        self.drawing = 0  # the depth at which the open diagram began; 0: none is open

    def keeps(self, events: Iterable[tuple[str, Any]]) -> bool:
        for event, node in events:
            if event == "pi":
                self._refuse_instruction(node)
                if not self.keep_instructions:
                    return False
            elif event == "end":
                self._leave()
            elif not self._enter(node):
                return False
        return True

    def _leave(self) -> None:
        if self.drawing == self.depth:
            self.drawing = 0
        self.depth -= 1

    def _enter(self, node: Node) -> bool:
        if self.depth == 0 and _has_doctype(node):
            _refuse_doctype(self.problems)
            return False
        self.depth += 1
        if not self.drawing and _opens_drawing(str(node.tag)):
            self.drawing = self.depth
        if self.drawing:
            self.drawn += 1
        else:
            self.elements += 1
        return self._is_within_limits(node)

    def _is_within_limits(self, node: Node) -> bool:
        for what, zh, count, limit in (
            ("depth", "嵌套深度", self.depth, MAX_DEPTH),
            ("number of elements", "元素数量", self.elements, MAX_ELEMENTS),
            ("number of drawn elements", "图形元素数量", self.drawn, MAX_DRAWN),
        ):
            if count > limit:
                self.problems.error(
                    "size-limit",
                    node,
                    Text(zh=f"{zh}超过上限 {limit}", en=f"The {what} is over the limit of {limit}"),
                    Text(
                        zh="把流程拆分为多个文件并用调用活动连接",
                        en="Split the process into several files joined by call activities",
                    ),
                )
                return False
        return True

    def _refuse_instruction(self, node: Node) -> None:
        self.problems.at_line(
            "processing-instruction",
            line_of(node),
            Text(
                zh="文件含有 XML 处理指令（<?…?>），不予接受",
                en="The file has an XML processing instruction (<?…?>), which is refused",
            ),
            Text(zh="删除该处理指令", en="Remove the processing instruction"),
        )


class _Prolog:
    """Notes whether a DOCTYPE was met, and builds nothing."""

    has_doctype = False

    def doctype(self, name: str, public: str | None, system: str | None) -> None:
        self.has_doctype = True

    def close(self) -> None:
        """There is no tree."""


def _declares_doctype(data: bytes) -> bool:
    """Asked of what is no XML: an entity that is used makes the parser stop before the root."""
    prolog = _Prolog()
    parser = etree.XMLParser(
        target=cast(Any, prolog),
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
    )
    with suppress(etree.XMLSyntaxError):
        parser.feed(data)
        parser.close()
    return prolog.has_doctype


def _refuse_doctype(problems: Problems) -> None:
    problems.at_line(
        "doctype",
        1,
        Text(
            zh="文件含有 DOCTYPE（DTD 或实体声明），不予接受",
            en="The file has a DOCTYPE (a DTD or entity declarations), which is refused",
        ),
        Text(zh="删除 <!DOCTYPE …>", en="Remove <!DOCTYPE …>"),
    )


def _has_doctype(node: Node) -> bool:
    return node.getroottree().docinfo.internalDTD is not None


def _opens_drawing(tag: str) -> bool:
    return tag in (_DRAWING, _DRAWING_DMN)


def _report_syntax(error: etree.XMLSyntaxError, problems: Problems) -> None:
    line = error.lineno or None
    problems.at_line(
        "not-xml",
        line,
        Text(zh=f"不是有效的 XML：{error.msg}", en=f"Not well-formed XML: {error.msg}"),
    )
