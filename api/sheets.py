"""Puts a case on paper: what was asked for, who decided what, and how to verify it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final
from urllib.parse import quote

from fastapi import Response

from api import reading, show
from api.auth import Visit
from api.labels import fields_of
from api.reading import case_of
from api.refused import Refused
from api.schemas.cases import HistoryItem
from api.schemas.sheet import Sheet, SheetField, SheetStep
from api.schemas.work import InstanceDetail, Label, WorkItem
from api.sheet_text import Language, paper, value_text
from engine import typeset
from engine.core.ids import Digest, UserId
from engine.errors import Text
from engine.uploads import SIGNATURES, plain_name, type_of

_DONE: Final = "WorkItemCompleted"
_SAID: Final = "OpinionGiven"
_OPINIONS: Final = ("opinion", "comment", "remark")
_DECISION: Final = "decision"


def sheet(visit: Visit) -> Sheet:
    """The sheet of the case, with no more than this person may see of it."""
    store, view = visit.house.runtime.store, case_of(visit)
    found, events = reading.instance_detail(visit), reading.history(visit).items
    head = store.head(view.id)
    assert head is not None  # noqa: S101 -- there is a case, so its record has begun
    return Sheet(
        instance=show.instance(visit.house, view),
        fields=list(_fields(found, _asked(visit))),
        steps=list(_steps(visit, found, events)),
        chain_version=head.version,
        chain_head=head.hash.hex(),
    )


def pdf(visit: Visit, language: Language) -> Response:
    """The sheet as a PDF. Raises Refused where its packages are not installed."""
    made = sheet(visit)
    pictures = _pictures(visit, made.steps)
    data = paper(made, language, {digest: name for digest, (name, _) in pictures.items()})
    try:
        content = typeset.sheet_pdf(data, dict(pictures.values()))
    except typeset.ExtraMissing as missing:
        raise Refused(
            "not-installed",
            '没有安装 PDF 组件。请管理员执行 pip install "guicheng[pdf]"，或用浏览器打印',
            'Expected the extra: pip install "guicheng[pdf]"; or print the sheet in the browser',
        ) from missing
    name = quote(plain_name(f"{made.instance.title or made.instance.id}.pdf"))
    headers = {"Content-Disposition": f"attachment; filename*=UTF-8''{name}"}
    return Response(content, media_type="application/pdf", headers=headers)


def _asked(visit: Visit) -> frozenset[str]:
    """The fields of the start form; empty where the process has none."""
    bundle = visit.house.runtime.live(case_of(visit).id).case.bundle
    start = bundle.process.start_event()
    return fields_of(bundle, (start.form_id if start else None) or "")


def _fields(found: InstanceDetail, asked: frozenset[str]) -> Iterable[SheetField]:
    """What has a label of a form and a value, in the order of the forms. What people decided and
    said stands with their steps; what no form asks for is no part of the paper."""
    first: dict[str, Label] = {}
    for label in found.labels:
        first.setdefault(label.name, label)
    for name, label in first.items():
        value = found.variables.get(name)
        zh, en = value_text(label, value, "zh"), value_text(label, value, "en")
        of_start = name in asked or not asked
        filled = label.form_id and name not in (_DECISION, *_OPINIONS)
        if zh and (of_start or filled):
            yield SheetField(
                label=label.zh, label_en=label.en, value=zh, value_en=en, asked=of_start
            )


def _steps(visit: Visit, found: InstanceDetail, events: list[HistoryItem]) -> Iterable[SheetStep]:
    said = {_data(one).get("work_item_id"): _data(one) for one in events if one.type == _SAID}
    items = {item.id: item for item in found.work_items}
    undone = set(_taken_back(events))
    for one in events:
        item = items.get(str(_data(one).get("work_item_id", "")))
        if one.type == _DONE and item is not None:
            step = _step(visit, (one, item), said.get(item.id, {}), found.labels)
            yield _undone(step) if item.id in undone else step


def _taken_back(events: list[HistoryItem]) -> Iterable[str]:
    """What was done, or said in a round, and does not hold any more."""
    for one in events:
        if one.type == "WorkItemTakenBack":
            yield str(_data(one).get("work_item_id"))
        elif one.type == "VoteTakenBack":
            seats = _data(one).get("seats") or ()
            yield from (str(was) for was, _ in seats[:1])


def _undone(step: SheetStep) -> SheetStep:
    decision, english = step.decision, step.decision_en
    changed = {
        "decision": f"{decision}（已拿回）" if decision else "已拿回",
        "decision_en": f"{english} (taken back)" if english else "taken back",
    }
    return step.model_copy(update=changed)


def _data(one: HistoryItem) -> Mapping[str, Any]:
    return one.data or {}


def _step(
    visit: Visit,
    done: tuple[HistoryItem, WorkItem],
    said: Mapping[str, Any],
    labels: list[Label],
) -> SheetStep:
    event, item = done
    filled: Mapping[str, Any] = _data(event).get("data") or {}
    absent = said.get("on_behalf_of")
    decision = _decision(filled, said, labels, item.form_id)
    return SheetStep(
        name=item.name,
        name_en=item.name_en or item.name,
        who=event.actor_name or "",
        instead_of=show.person_name(visit.house, UserId(absent)).zh if absent else None,
        at=event.at,
        decision=decision.zh,
        decision_en=decision.en,
        opinion="\n".join(_opinions(filled, said)),
        signature=said.get("signature"),
        clauses=_clauses(visit, item),
    )


def _opinions(filled: Mapping[str, Any], said: Mapping[str, Any]) -> Iterable[str]:
    texts = [filled[name] for name in _OPINIONS if isinstance(filled.get(name), str)]
    return dict.fromkeys(text.strip() for text in (said.get("opinion"), *texts) if text)


def _decision(
    filled: Mapping[str, Any], said: Mapping[str, Any], labels: list[Label], form_id: str
) -> Text:
    own = [one for one in labels if one.name == _DECISION and one.form_id == form_id]
    label = next((one for one in (*own, *labels) if one.name == _DECISION), None)
    if filled.get(_DECISION) and label is not None:
        value = filled[_DECISION]
        return Text(zh=value_text(label, value, "zh"), en=value_text(label, value, "en"))
    if said.get("agrees") is None:
        return Text(zh="", en="")
    return Text(zh="同意", en="agrees") if said["agrees"] else Text(zh="不同意", en="disagrees")


def _clauses(visit: Visit, item: WorkItem) -> list[str]:
    bundle = visit.house.runtime.live(item.instance_id).case.bundle
    return list(bundle.process_of(item.process).elements[item.element_id].clauses)


def _pictures(visit: Visit, steps: Iterable[SheetStep]) -> dict[str, tuple[str, bytes]]:
    """The signatures by digest, each as a file; none whose bytes are not those of a picture."""
    found: dict[str, tuple[str, bytes]] = {}
    for digest in dict.fromkeys(step.signature for step in steps if step.signature):
        blob = visit.house.runtime.blobs.read(Digest(digest))
        content = b"".join(blob.pieces) if blob else b""
        kind = type_of(content[:8192])
        if kind in SIGNATURES:
            name = f"signature-{len(found)}.{kind.rpartition('/')[2]}"
            found[digest] = (name, content)
    return found
