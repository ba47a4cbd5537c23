"""Walks the whole file once and refuses by name whatever the whitelist does not know."""

from __future__ import annotations

from engine.bpmn.reader.attribute_values import expected, is_run, is_valid
from engine.bpmn.reader.foreign import ForeignExtensions
from engine.bpmn.reader.names import (
    BPMN,
    DRAWING_NAMESPACES,
    FEEL_LANGUAGES,
    GUICHENG,
    XML,
    XSI,
    Node,
    bpmn,
    children,
    elements_of,
    local_of,
    reference,
    split_name,
    tag_of,
    text_of,
    truth,
)
from engine.bpmn.reader.problems import Problems
from engine.bpmn.reader.refusals import ATTRIBUTE_FIXES, REFUSALS, REMOVE
from engine.bpmn.reader.shape import LOOPS, Shape
from engine.bpmn.reader.shapes import EXPRESSIONS, EXTENSION_ATTRIBUTES, ONCE, SHAPES
from engine.errors import Text

_LANGUAGES = frozenset({"language", "expressionLanguage"})
_OF_OTHERS = frozenset({"implementation", "processType", "textFormat"})
"""Attributes whose other values say with which technology, or to whom; a draft runs without."""
_LOOPS = frozenset(LOOPS.split())
_ONCE = ONCE | {"loopCharacteristics"}
DRAWN_ONLY = frozenset(
    {"choreography", "globalChoreographyTask", "conversation", "globalConversation", "process"}
)
"""What people may take for something that is run, so that it is said that it is not."""


class Grammar:
    """One walk over one file; `passed_over` are the elements that were not understood, and those
    that are only kept as a drawing."""

    def __init__(self, problems: Problems) -> None:
        self.problems = problems
        self.foreign = ForeignExtensions(problems)
        self.passed_over: set[Node] = set()

    def check(self, root: Node) -> None:
        self._check_known(root, SHAPES["definitions"])
        self.foreign.report()

    def _check_known(self, node: Node, shape: Shape) -> None:
        if shape.is_drawing or _is_drawn_process(node):
            self._keep(node)
            return
        self._check_attributes(node, shape)
        self._check_text(node, shape)
        self._check_once(node)
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

    def _keep(self, node: Node) -> None:
        """What only people look at: nothing in it is run, nothing in it is lost."""
        self.passed_over.update(node.iter("*"))
        local = local_of(node)
        if local not in DRAWN_ONLY:
            return
        self.problems.warning(
            "drawing-only",
            node,
            Text(zh=f"{local} 只作为图保留，不被执行", en=f"The {local} is kept as a drawing only"),
        )

    def _check_once(self, node: Node) -> None:
        seen: set[str] = set()
        for child in elements_of(node):
            local = "loopCharacteristics" if local_of(child) in _LOOPS else local_of(child)
            if local in seen and tag_of(child)[0] == BPMN:
                self.problems.error(
                    "repeated-element",
                    child,
                    Text(
                        zh=f"{local_of(node)} 中只能有一个 {local}",
                        en=f"A {local_of(node)} has at most one {local}",
                    ),
                    Text(zh="只保留一个", en="Keep one"),
                )
            if local in _ONCE or local == "targetRef":
                seen.add(local)

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
        elif name not in shape.attributes:
            self._refuse_attribute(node, name, value)
        elif not is_valid(name, value):
            self._refuse_value(node, name, value)
        elif not is_run(local_of(node), name, value):
            may_pass = self.problems.draft and name in _OF_OTHERS
            self._refuse_attribute(node, name, value, passes=may_pass)

    def _check_language(self, node: Node, name: str, value: str) -> None:
        if value.strip() in FEEL_LANGUAGES or value.strip().lower() == "feel":
            return
        if name == "expressionLanguage" and not _has_plain_expression(node):
            return
        self.problems.error(
            "expression-language" if name == "expressionLanguage" else "feel-only",
            node,
            Text(
                zh=f'{name}="{value}"：只执行 FEEL 表达式',
                en=f'{name}="{value}": only FEEL expressions are run',
            ),
            Text(
                zh=f"删除属性 {name}，并用 FEEL 书写表达式",
                en=f"Remove the attribute {name} and write the expressions in FEEL",
            ),
        )

    def _check_schema_attribute(self, node: Node, name: str, value: str) -> None:
        is_expression = local_of(node) in EXPRESSIONS
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
                zh=f"元素 {local_of(node)} 中有多余的文字：{text_of(node)[:40]}",
                en=f"The element {local_of(node)} holds stray text: {text_of(node)[:40]}",
            ),
            REMOVE,
        )

    def _refuse_element(self, parent: Node, node: Node) -> None:
        self.passed_over.update(node.iter("*"))
        local = local_of(node)
        known = REFUSALS.get(local)
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

    def _refuse_attribute(self, node: Node, name: str, value: str, *, passes: bool = False) -> None:
        tell = self.problems.warning if passes else self.problems.error
        tell(
            "unsupported-attribute",
            node,
            Text(
                zh=f'{local_of(node)} 的属性 {name}="{value}" 不被执行',
                en=f'The attribute {name}="{value}" of {local_of(node)} is not run',
            ),
            ATTRIBUTE_FIXES.get(name, REMOVE),
        )

    def _refuse_value(self, node: Node, name: str, value: str) -> None:
        self.problems.error(
            "attribute-value",
            node,
            Text(
                zh=f"{local_of(node)} 的属性 {name} 应为 {expected(name)}，实际为“{value[:60]}”",
                en=f"The attribute {name} of {local_of(node)} is {expected(name)}, "
                f"not '{value[:60]}'",
            ),
            Text(zh="改为允许的值", en="Write an allowed value"),
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
        self.passed_over.update(node.iter("*"))
        self.problems.error(
            "unsupported-element",
            node,
            Text(
                zh=f"此处不能有命名空间 {namespace or '（无）'} 的元素 {local}",
                en=f"An element {local} of namespace {namespace or '(none)'} cannot stand here",
            ),
            Text(
                zh="删除它或放入 extensionElements", en="Remove it or put it in extensionElements"
            ),
        )


def _is_drawn_process(node: Node) -> bool:
    """A process that is not to be executed, beside one that is: a partner's, drawn for people."""
    if local_of(node) != "process" or is_executable(node):
        return False
    root = node.getparent()
    return root is not None and any(is_executable(one) for one in children(root, "process"))


def _has_plain_expression(root: Node) -> bool:
    """Whether an expression says nothing of its own language, so that the file's is meant."""
    found = (node for local in EXPRESSIONS for node in root.iter(bpmn(local)))
    return any(node.get("language") is None for node in found)


def is_executable(process: Node) -> bool:
    """Whether the process says that it is meant to be run."""
    return truth(process.get("isExecutable") or "") is True


def _is_expression_type(node: Node, value: str) -> bool:
    return reference(node, value) in {"tFormalExpression", "tExpression"}
