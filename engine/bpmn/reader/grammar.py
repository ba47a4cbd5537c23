"""Walks the whole file once and refuses by name whatever the whitelist does not know."""

from __future__ import annotations

from engine.bpmn.reader.foreign import ForeignExtensions
from engine.bpmn.reader.names import (
    BPMN,
    DRAWING_NAMESPACES,
    FEEL_LANGUAGES,
    GUICHENG,
    XML,
    XSI,
    Node,
    elements_of,
    local_of,
    reference,
    split_name,
    tag_of,
    text_of,
    truth,
)
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.refusals import (
    ATTRIBUTE_FIXES,
    REFUSALS,
    REMOVE,
    START_TRIGGER,
)
from engine.bpmn.reader.shapes import (
    BOOLEANS,
    EXTENSION_ATTRIBUTES,
    FIXED_VALUES,
    SHAPES,
    Shape,
)
from engine.core.definition import Kind
from engine.errors import Text

_LANGUAGES = frozenset({"language", "expressionLanguage", "typeLanguage"})


class Grammar:
    """One walk over one file; `refused` are the elements that were not understood."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.foreign = ForeignExtensions(problems)
        self.refused: set[Node] = set()

    def check(self, root: Node) -> None:
        self._check_known(root, SHAPES["definitions"])
        self.foreign.report()

    def _check_known(self, node: Node, shape: Shape) -> None:
        self._check_attributes(node, shape)
        self._check_text(node, shape)
        for child in elements_of(node):
            self._check_child(node, child, shape)

    def _check_child(self, parent: Node, child: Node, shape: Shape) -> None:
        namespace, local = tag_of(child)
        if namespace in DRAWING_NAMESPACES:
            self._check_drawing(parent, child)
        elif namespace != BPMN:
            self._refuse_stranger(child, namespace, local)
        elif local not in shape.children:
            self._refuse_element(parent, child)
        elif local == "extensionElements":
            self._check_extensions(parent, child, shape)
        else:
            self._check_known(child, SHAPES[local])

    def _check_drawing(self, parent: Node, diagram: Node) -> None:
        if local_of(parent) != "definitions" or local_of(diagram) != "BPMNDiagram":
            self._refuse_stranger(diagram, *tag_of(diagram))
            return
        for node in diagram.iter("*"):
            if tag_of(node)[0] not in DRAWING_NAMESPACES:
                self.foreign.element(node)
            for name, value in node.attrib.items():
                namespace = split_name(str(name))[0]
                if namespace and namespace != XSI:
                    self.foreign.attribute(node, str(name), str(value))

    def _check_extensions(self, host: Node, extensions: Node, shape: Shape) -> None:
        for node in elements_of(extensions):
            namespace, local = tag_of(node)
            if namespace == GUICHENG:
                self._check_vocabulary_element(host, node, shape)
            elif namespace == BPMN:
                self._refuse_element(extensions, node)
            else:
                self.foreign.element(node)
            if namespace in DRAWING_NAMESPACES:
                self._refuse_stranger(node, namespace, local)

    def _check_vocabulary_element(self, host: Node, node: Node, shape: Shape) -> None:
        local = local_of(node)
        if local not in shape.extensions:
            self._refuse_vocabulary(node, f"guicheng:{local}", local_of(host))
            return
        for name in node.attrib:
            if split_name(str(name)) not in {("", word) for word in EXTENSION_ATTRIBUTES[local]}:
                self._refuse_vocabulary(node, split_name(str(name))[1], f"guicheng:{local}")
        for child in elements_of(node):
            self._refuse_vocabulary(child, local_of(child), f"guicheng:{local}")

    def _check_attributes(self, node: Node, shape: Shape) -> None:
        for key, raw in node.attrib.items():
            namespace, local = split_name(str(key))
            value = str(raw)
            if namespace == GUICHENG:
                if local not in shape.vocabulary:
                    self._refuse_vocabulary(node, f"guicheng:{local}", local_of(node))
            elif namespace == XSI:
                self._check_schema_attribute(node, local, value)
            elif namespace == XML:
                continue
            elif namespace:
                self.foreign.attribute(node, str(key), value)
            else:
                self._check_plain_attribute(node, local, value, shape)

    def _check_plain_attribute(self, node: Node, name: str, value: str, shape: Shape) -> None:
        if name in _LANGUAGES and name in shape.attributes:
            self._check_language(node, name, value)
        elif name not in shape.attributes or not _is_run(name, value):
            self._refuse_attribute(node, name, value)

    def _check_language(self, node: Node, name: str, value: str) -> None:
        if value.strip() in FEEL_LANGUAGES or value.strip().lower() == "feel":
            return
        self.problems.error(
            "feel-only",
            node,
            Text(
                zh=f'{name}="{value}":只执行 FEEL 表达式',
                en=f'{name}="{value}": only FEEL expressions are run',
            ),
            Text(
                zh=f"删除属性 {name},并用 FEEL 书写表达式",
                en=f"Remove the attribute {name} and write the expressions in FEEL",
            ),
        )

    def _check_schema_attribute(self, node: Node, name: str, value: str) -> None:
        is_expression = local_of(node) in {
            "conditionExpression",
            "timeDate",
            "timeDuration",
            "timeCycle",
        }
        if name == "schemaLocation" and local_of(node) == "definitions":
            return
        if name == "type" and is_expression and _is_expression_type(node, value):
            return
        self.problems.error(
            "unknown-attribute",
            node,
            Text(zh=f'不能理解 xsi:{name}="{value}"', en=f'xsi:{name}="{value}" is not understood'),
            REMOVE,
        )

    def _check_text(self, node: Node, shape: Shape) -> None:
        if shape.has_text or not text_of(node):
            return
        self.problems.error(
            "stray-text",
            node,
            Text(
                zh=f"元素 {local_of(node)} 中有多余的文字:{text_of(node)[:40]}",
                en=f"The element {local_of(node)} holds stray text: {text_of(node)[:40]}",
            ),
            REMOVE,
        )

    def _refuse_element(self, parent: Node, node: Node) -> None:
        self.refused.update(node.iter("*"))
        local = local_of(node)
        known = REFUSALS.get(local)
        if local.endswith("EventDefinition") and local_of(parent) == Kind.START_EVENT:
            known = START_TRIGGER
        if known is None and local in SHAPES:
            text = Text(
                zh=f"{local} 不能放在 {local_of(parent)} 之内",
                en=f"{local} cannot stand in {local_of(parent)}",
            )
            self.problems.error("unsupported-element", node, text, REMOVE)
            return
        text, fix = known or (
            Text(zh=f"不执行 BPMN 元素 {local}", en=f"The BPMN element {local} is not run"),
            REMOVE,
        )
        self.problems.error("unsupported-element", node, text, fix)

    def _refuse_attribute(self, node: Node, name: str, value: str) -> None:
        self.problems.error(
            "unsupported-attribute",
            node,
            Text(
                zh=f'{local_of(node)} 的属性 {name}="{value}" 不被执行',
                en=f'The attribute {name}="{value}" of {local_of(node)} is not run',
            ),
            ATTRIBUTE_FIXES.get(name, REMOVE),
        )

    def _refuse_vocabulary(self, node: Node, name: str, host: str) -> None:
        self.problems.error(
            "unknown-vocabulary",
            node,
            Text(
                zh=f"{host} 上没有 {name} 这一扩展",
                en=f"There is no extension {name} on {host}",
            ),
            Text(
                zh="参见 docs/reference/extension-vocabulary.md",
                en="See docs/reference/extension-vocabulary.md",
            ),
        )

    def _refuse_stranger(self, node: Node, namespace: str, local: str) -> None:
        self.refused.update(node.iter("*"))
        self.problems.error(
            "unsupported-element",
            node,
            Text(
                zh=f"此处不能有命名空间 {namespace or '(无)'} 的元素 {local}",
                en=f"An element {local} of namespace {namespace or '(none)'} cannot stand here",
            ),
            Text(
                zh="删除它或放入 extensionElements", en="Remove it or put it in extensionElements"
            ),
        )


def _is_run(name: str, value: str) -> bool:
    return name not in FIXED_VALUES or _canonical(name, value) in FIXED_VALUES[name]


def _canonical(name: str, value: str) -> str:
    meant = truth(value) if name in BOOLEANS else None
    return value.strip() if meant is None else str(meant).lower()


def _is_expression_type(node: Node, value: str) -> bool:
    return reference(node, value) in {"tFormalExpression", "tExpression"}
