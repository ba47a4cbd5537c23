"""Data objects, properties, inputs and outputs -> declared variables and what moves them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from engine.bpmn.reader import expressions
from engine.bpmn.reader.names import (
    Node,
    bpmn,
    children,
    line_of,
    local_of,
    reference,
    text_of,
    truth,
)
from engine.bpmn.reader.problems import Problems
from engine.core.definition import (
    SUB_PROCESSES,
    DataAssociation,
    DataItem,
    DataKind,
    Expression,
)
from engine.errors import Text

PLACEHOLDER: Final = "__targetRef_placeholder"
"""The property that drawing tools write as the end of an arrow that only people look at."""

_KINDS: Final = {
    "dataObject": DataKind.OBJECT,
    "property": DataKind.PROPERTY,
    "dataInput": DataKind.INPUT,
    "dataOutput": DataKind.OUTPUT,
    "dataStore": DataKind.STORE,
    "dataStoreReference": DataKind.STORE,
}
_PATH: Final = re.compile(r"\s*\.\s*")


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a data element is called in expressions; `store` is the id of its data store."""

    name: str
    store: str | None = None
    is_drawn_only: bool = False


class Data:
    """The data elements of one file by id."""

    def __init__(self, root: Node, problems: Problems) -> None:
        self.problems = problems
        self.by_id: dict[str, Named] = {}
        self._objects = _object_names(root)
        self._stores = {one.get("id") or "": one for one in children(root, "dataStore")}
        for local in (*_KINDS, "dataObjectReference", "inputDataItem", "outputDataItem"):
            for node in root.iter(bpmn(local)):
                self.by_id.setdefault(node.get("id") or "", self._named(node))
        self._known = {one.name for one in self.by_id.values()} | set(self.by_id)

    def items_of(self, process: Node) -> dict[str, DataItem]:
        """What the process and everything in it declares, in document order."""
        found: dict[str, DataItem] = {}
        for node in process.iter(*(bpmn(local) for local in _KINDS)):
            item = self._item(node)
            if item is not None:
                found.setdefault(item.id, item)
        return found

    def inputs_of(self, node: Node) -> tuple[DataAssociation, ...]:
        return tuple(self._arrows(node, "dataInputAssociation"))

    def outputs_of(self, node: Node) -> tuple[DataAssociation, ...]:
        return tuple(self._arrows(node, "dataOutputAssociation"))

    def name_of(self, node: Node, value: str) -> str | None:
        """The variable that an id means; None after reporting that it means none."""
        found = self.by_id.get(reference(node, value))
        if found is None:
            self.problems.dangling(node, local_of(node), value)
        return None if found is None else found.name

    def _named(self, node: Node) -> Named:
        own = node.get("id") or ""
        local = local_of(node)
        if local == "dataObjectReference":
            target = reference(node, node.get("dataObjectRef") or "")
            return Named(name=self._objects.get(target) or _name_of(node))
        if local == "dataObject":
            return Named(name=self._objects.get(own) or own)
        if local == "dataStoreReference":
            target = reference(node, node.get("dataStoreRef") or "")
            store = self._stores.get(target)
            name = _name_of(node) if store is None else _own_name(store) or _name_of(node)
            return Named(name=name, store=own if store is None else target)
        if local == "dataStore":
            return Named(name=_name_of(node), store=own)
        return Named(name=_name_of(node), is_drawn_only=node.get("name") == PLACEHOLDER)

    def _item(self, node: Node) -> DataItem | None:
        named = self._named(node)
        kind = _KINDS[local_of(node)]
        if named.is_drawn_only:
            return None
        return DataItem(
            id=named.store or node.get("id") or "",
            name=named.name,
            kind=kind,
            scope=None if kind is DataKind.STORE else _owner_of(node, kind),
            is_collection=truth(node.get("isCollection") or "false") is True,
            optional=kind is DataKind.INPUT and _is_optional(node),
        )

    def _arrows(self, node: Node, local: str) -> Iterator[DataAssociation]:
        for arrow in children(node, local):
            yield from self._arrow(arrow)

    def _arrow(self, arrow: Node) -> Iterator[DataAssociation]:
        sources = self._ends(arrow, "sourceRef")
        targets = self._ends(arrow, "targetRef")
        assignments = children(arrow, "assignment")
        transformations = children(arrow, "transformation")
        if _is_drawn_only(arrow, sources, targets, bool(assignments or transformations)):
            self._say_drawn_only(arrow, [*sources, *targets])
            return
        store = self._store(arrow, [*sources, *targets])
        target = targets[0] if targets else None
        if transformations or not assignments:
            whole = self._whole(arrow, sources, target, transformations)
            if whole is not None:
                yield replace(whole, store=store)
        for assignment in assignments:
            part = self._assigned(assignment)
            if part is not None:
                yield replace(part, store=store)

    def _ends(self, arrow: Node, local: str) -> list[Named]:
        found: list[Named] = []
        for ref in children(arrow, local):
            named = self.by_id.get(reference(ref, text_of(ref)))
            if named is None:
                self.problems.dangling(ref, local, text_of(ref))
            else:
                found.append(named)
        return found

    def _whole(
        self, arrow: Node, sources: list[Named], target: Named | None, formulas: list[Node]
    ) -> DataAssociation | None:
        """The target gets the transformation's value, without one the only source's."""
        if target is None or (not formulas and len(sources) != 1):
            self._wrong(
                arrow,
                "没有转换的数据关联须有一个 sourceRef 和一个 targetRef",
                "A data association without a transformation has one sourceRef and a targetRef",
            )
            return None
        source: Expression | None
        if formulas:
            source = expressions.body(formulas[0], self.problems)
        else:
            source = Expression(text=sources[0].name, line=line_of(arrow))
        return None if source is None else DataAssociation(target=target.name, source=source)

    def _assigned(self, assignment: Node) -> DataAssociation | None:
        """`to` is a name, or a path into the context that the name means."""
        froms, tos = children(assignment, "from"), children(assignment, "to")
        if not froms or not tos:
            self._wrong(assignment, "赋值须有 from 和 to", "An assignment has from and to")
            return None
        value = expressions.body(froms[0], self.problems)
        place = expressions.body(tos[0], self.problems)
        if value is None or place is None:
            return None
        name, *keys = _PATH.split(place.text.strip())
        if name not in self._known:
            self._wrong(
                assignment,
                f"赋值的 to 应为数据名称或其路径，实际为：{place.text[:60]}",
                f"The to of an assignment is a data name or a path in it, not: {place.text[:60]}",
            )
            return None
        name = self.by_id[name].name if name in self.by_id else name
        if not keys:
            return DataAssociation(target=name, source=value)
        path = ", ".join(expressions.string_literal(key) for key in keys)
        text = f"context put(if {name} = null then {{}} else {name}, [{path}], {value.text})"
        return DataAssociation(target=name, source=Expression(text=text, line=value.line))

    def _store(self, arrow: Node, ends: list[Named]) -> str | None:
        stores = list(dict.fromkeys(one.store for one in ends if one.store is not None))
        if len(stores) > 1:
            self._wrong(
                arrow, "数据关联只能涉及一个数据存储", "A data association has one data store"
            )
        return stores[0] if stores else None

    def _say_drawn_only(self, arrow: Node, ends: list[Named]) -> None:
        """A register's connector moves the data itself: there the arrow tells the truth."""
        task = arrow.getparent()
        connector = None if task is None else expressions.ours(task, "connector")
        if (connector or "").startswith("register.") and any(one.store for one in ends):
            return
        self.problems.warning(
            "data-arrow",
            arrow,
            Text(
                zh="此数据箭头只供查看，不传递数据",
                en="This data arrow is only looked at and moves no data",
            ),
            Text(
                zh="要传递数据，写 ioSpecification 或 guicheng:input、guicheng:output",
                en="To move data, write an ioSpecification, guicheng:input or guicheng:output",
            ),
        )

    def _wrong(self, node: Node, zh: str, en: str) -> None:
        self.problems.error(
            "data-association",
            node,
            Text(zh=zh, en=en),
            Text(zh="参见 BPMN 2.0.2 第 10.4.2 节", en="See BPMN 2.0.2, 10.4.2"),
        )


def _is_optional(data_input: Node) -> bool:
    """Whether the input set says that the activity begins without this input (10.4.1)."""
    specification = data_input.getparent()
    own = data_input.get("id") or ""
    sets = [] if specification is None else children(specification, "inputSet")
    return any(
        reference(ref, text_of(ref)) == own
        for one in sets
        for ref in children(one, "optionalInputRefs")
    )


def _is_drawn_only(
    arrow: Node, sources: list[Named], targets: list[Named], has_value: bool
) -> bool:
    """Drawing tools leave out the end at the task, or write a placeholder for it."""
    if has_value:
        return False
    has_all_ends = children(arrow, "sourceRef") and children(arrow, "targetRef")
    return not has_all_ends or any(one.is_drawn_only for one in (*sources, *targets))


def _object_names(root: Node) -> dict[str, str]:
    """Data objects are often named only by the first reference that is drawn."""
    found = {node.get("id") or "": _own_name(node) for node in root.iter(bpmn("dataObject"))}
    for node in root.iter(bpmn("dataObjectReference")):
        target = reference(node, node.get("dataObjectRef") or "")
        if not found.get(target, "x"):
            found[target] = _own_name(node)
    return found


def _own_name(node: Node) -> str:
    return " ".join((node.get("name") or "").split())


def _name_of(node: Node) -> str:
    return _own_name(node) or node.get("id") or ""


def _owner_of(node: Node, kind: DataKind) -> str | None:
    """The activity, event or sub-process that the variable lives with; None: the process."""
    for one in node.iterancestors():
        local = local_of(one)
        if local == "process" or local.startswith("global"):
            return None
        if kind is DataKind.OBJECT and local not in SUB_PROCESSES:
            continue
        if local not in _INSIDE:
            return one.get("id")
    return None


_INSIDE: Final = frozenset({"ioSpecification", "multiInstanceLoopCharacteristics", "event"})
