"""Assembles what a person sees of a work item, a case, its history and its diagram."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields, replace
from datetime import datetime
from functools import partial
from typing import Any

from api import show
from api.assigned import is_theirs, reason_for
from api.auth import Visit
from api.deps import House
from api.movable import with_moves
from api.options import with_registers
from api.progress import calls_in, progress
from api.redacting import incident_seen, redacted
from api.rounds import actions_at, shown
from api.schemas.cases import (
    Diagram,
    DiagramFile,
    History,
    HistoryItem,
    Incident,
    Reading,
    Readings,
)
from api.schemas.definitions import Clause, Element
from api.schemas.work import Choice, InstanceDetail, WorkItemDetail
from api.wire import to_json
from api.wording import labels_for
from engine.codec import decode_envelope, decode_event, is_command
from engine.core import events as ev
from engine.core.ballot import OpinionNeed, takes_signature
from engine.core.commands import Envelope
from engine.core.definition import Access, Kind, ProcessDefinition, UserTask
from engine.core.evolve_approval import round_of
from engine.core.ids import Digest
from engine.core.values import Value
from engine.errors import NotFound
from engine.forms import Form, Rights, files_in
from engine.handlers.case import LiveInstance
from engine.history.places import Places
from engine.history.sentences import Names, belongings, element_of, sentence
from engine.views import IncidentView, InstanceView, LogRow, WorkItemView
from engine.visibility import form_of, hidden_variables, without


def case_of(visit: Visit) -> InstanceView:
    """The case that the door has looked up."""
    assert visit.case is not None  # noqa: S101 -- only routes of a case ask
    return visit.case


def item_of(visit: Visit) -> WorkItemView:
    """The work item that the door has looked up."""
    assert visit.item is not None  # noqa: S101 -- only routes of a work item ask
    return visit.item


# -- one work item --------------------------------------------------------------------------------


def work_item_detail(visit: Visit) -> WorkItemDetail:
    """The work item with its form and data, and what this person may do."""
    house, view = visit.house, item_of(visit)
    live = house.runtime.live(view.instance_id)
    form, rights = form_of(live, view)
    definition = live.case.bundle.process_of(view.process)
    element = definition.elements[view.element_id]
    actor = visit.absent or visit.person
    actions = actions_at(live, view, actor, show.actions(actor, view), element)
    actions = with_moves(live, view, actor, actions, element)
    if "complete" not in actions:
        rights = _looking_on(form, rights)
    task, round_ = element.user_task, round_of(live.state, view.id)
    chooses = element.kind is Kind.AD_HOC_SUB_PROCESS
    reason = reason_for(visit, view)
    return WorkItemDetail(
        **{**show.work_item_facts(house, view), "reason_zh": reason.zh, "reason_en": reason.en},
        mine=is_theirs(visit.person, view),
        form=to_json(with_registers(form.present(rights), house.runtime.store)),
        data=to_json(form.readable(rights, _data_of(visit, live, view))),
        rights={path: str(rights.of(path)) for path in sorted(form.paths())},
        clauses=[Clause.of(house.clauses[c]) for c in element.clauses if c in house.clauses],
        element=Element.of(element),
        actions=_choosing(actions) if chooses else actions,
        acting_for=visit.absent.id if visit.absent else None,
        acting_for_name=visit.absent.name if visit.absent else None,
        choices=_choices(live, definition, element.id) if chooses else [],
        instance=show.instance(house, show.case_of(house, view.instance_id)),
        opinion=str(task.opinion if task is not None else OpinionNeed.NONE),
        signs=_signs(task, in_round=round_ is not None),
        approval=shown(house, round_, view.id) if round_ is not None else None,
    )


def _signs(task: UserTask | None, *, in_round: bool) -> bool:
    return task is not None and takes_signature(task.signature, task.opinion, in_round=in_round)


def _choosing(actions: list[str]) -> list[str]:
    """What may be done with the work item of an ad-hoc sub-process."""
    found: list[str] = []
    for action in actions:
        found.extend(("activate", "finish") if action == "complete" else (action,))
    return found


def _choices(live: LiveInstance, definition: ProcessDefinition, ad_hoc: str) -> list[Choice]:
    standing = [element for element, _ in live.positions()]
    offered = [definition.elements[one] for one in definition.begins_at(ad_hoc)]
    return [
        Choice(
            element_id=one.id,
            name=one.name or one.id,
            name_en=one.name_en,
            active=standing.count(one.id),
        )
        for one in offered
    ]


def _looking_on(form: Form, rights: Rights) -> Rights:
    """The rights of who may look but not complete: nothing can be edited."""
    own = {path: rights.of(path) for path in form.paths()}
    seen = {p: Access.READ if a is Access.EDIT else a for p, a in own.items()}
    return Rights(default=Access.READ, fields=seen)


def _data_of(visit: Visit, live: LiveInstance, view: WorkItemView) -> Mapping[str, Value]:
    case = live.variables()
    scope = {
        "initiator": live.state.initiator.as_context(),
        "parameters": live.case.bundle.parameters,
    }
    item = live.state.work_items.get(view.id)
    seen = live.variables(item.token) if item else {**case, **_completed_data(visit, view)}
    hidden = (
        hidden_variables(live, [view], visit.person, visit.seen_as) if item is None else frozenset()
    )
    return {**scope, **without(seen, hidden)}


def _completed_data(visit: Visit, view: WorkItemView) -> Mapping[str, Value]:
    """What was accepted when the work item was completed."""
    for row in visit.house.runtime.store.rows(view.instance_id):
        if row.type == ev.WorkItemCompleted.__name__:
            event = decode_event(row.type, row.body)
            if isinstance(event, ev.WorkItemCompleted) and event.work_item_id == view.id:
                return event.data
    return {}


# -- one case -------------------------------------------------------------------------------------


def instance_detail(visit: Visit) -> InstanceDetail:
    """The case with what this person may see of its data."""
    house, view = visit.house, case_of(visit)
    live = house.runtime.live(view.id)
    items = house.runtime.store.work_items_of(view.id)
    hidden = hidden_variables(live, items, visit.person, visit.seen_as)
    incidents = house.runtime.store.incidents(open_only=False, instance_id=view.id)
    variables = without(live.variables(), hidden)
    return InstanceDetail(
        **show.instance_facts(house, view),
        variables=to_json(variables),
        labels=labels_for(live.case.bundle, variables.items()),
        work_items=show.work_items(house, items),
        incidents=[incident_seen(incident, hidden, live.case.bundle) for incident in incidents],
        **progress(live, events_in(house.runtime.store.rows(view.id))).model_dump(),
    )


def incidents_seen(
    visit: Visit, instance_id: str, incidents: Sequence[IncidentView]
) -> list[Incident]:
    """Incidents of one case as this person may read them."""
    if not incidents:
        return []
    store, live = visit.house.runtime.store, visit.house.runtime.live(instance_id)
    hidden = hidden_variables(live, store.work_items_of(instance_id), visit.person, visit.seen_as)
    return [incident_seen(one, hidden, live.case.bundle) for one in incidents]


def diagram(visit: Visit) -> Diagram:
    """The pinned diagrams of the case and of what it calls, with where it stands."""
    house, view = visit.house, case_of(visit)
    live = house.runtime.live(view.id)
    bundle = live.case.bundle
    definitions = {bundle.process.key: bundle.process, **bundle.called}
    return Diagram(
        processes=[
            _diagram_file(house, key, one, bundle.pinned[f"process:{key}"])
            for key, one in definitions.items()
        ],
        **progress(live, events_in(house.runtime.store.rows(view.id))).model_dump(),
    )


def _diagram_file(
    house: House, key: str, process: ProcessDefinition, digest: Digest
) -> DiagramFile:
    published = house.runtime.statistics.versions(process.key)
    return DiagramFile(
        key=key,
        name=process.name,
        name_en=process.name_en or process.name,
        version=next((one.version for one in published if one.digest == digest), None),
        xml=xml_of(house, digest),
        calls=calls_in(process),
    )


def xml_of(house: House, digest: str) -> str:
    """The text of a deployed diagram. Raises NotFound."""
    artifact = house.runtime.store.artifact(digest)
    if artifact is None:
        raise NotFound(f"没有文件 {digest}", f"Expected a deployed file {digest}")
    return artifact.content.decode("utf-8-sig", "replace")


def events_in(rows: Iterable[LogRow]) -> list[ev.Event]:
    return [decode_event(row.type, row.body) for row in rows if not is_command(row.type)]


def readings(visit: Visit) -> Readings:
    """Who has read the case without taking part in it, oldest first."""
    house = visit.house
    return Readings(
        items=[
            Reading(
                login=row.user,
                name=show.person_name(house, row.user).zh,
                what=row.what,
                at=row.at,
            )
            for row in house.runtime.readings.of(case_of(visit).id)
        ]
    )


# -- its history ----------------------------------------------------------------------------------


def history(visit: Visit) -> History:
    """Every event in order, without what this person may not see."""
    house, view = visit.house, case_of(visit)
    rows = house.runtime.store.rows(view.id)
    live = house.runtime.live(view.id)
    hidden = hidden_variables(
        live, house.runtime.store.work_items_of(view.id), visit.person, visit.seen_as
    )
    names = _names(house, live, events_in(rows))
    taken_back = {e.comment_id for e in events_in(rows) if isinstance(e, ev.CommentWithdrawn)}
    items: list[HistoryItem] = []
    by: Envelope | None = None
    for row in rows:
        if is_command(row.type):
            by = decode_envelope(row.body)
        else:
            event = redacted(decode_event(row.type, row.body), hidden, live.case.bundle)
            if isinstance(event, ev.CommentAdded) and event.comment_id in taken_back:
                event = replace(event, text="", mentions=())
            items.append(_history_item(house, row, (event, by), names))
    return History(items=items)


def _names(house: House, live: LiveInstance, events: Iterable[ev.Event]) -> Names:
    told = list(events)
    person = partial(show.person_name, house)
    return Places(live.case.bundle, told).names(Names(person=person, belongs=belongings(told)))


def _history_item(
    house: House, row: LogRow, fact: tuple[ev.Event, Envelope | None], names: Names
) -> HistoryItem:
    event, by = fact
    said = sentence(event, names)
    element_id = element_of(event, names.belongs)
    at: datetime | None = by.at if by else None
    return HistoryItem(
        version=row.version,
        seq=row.seq,
        type=row.type,
        at=at,
        actor=by.actor.id if by else None,
        actor_name=show.person_name(house, by.actor.id).zh if by else None,
        zh=said.zh,
        en=said.en,
        element_id=element_id,
        element_name=names.here(event).element(element_id).zh if element_id else None,
        data={item.name: to_json(getattr(event, item.name)) for item in fields(event)},
    )


def visible_file(visit: Visit, digest: str) -> Mapping[str, Any]:
    """The file of this case with this digest, as a field that this person may see holds it."""
    house, view = visit.house, case_of(visit)
    live = house.runtime.live(view.id)
    hidden = hidden_variables(
        live, house.runtime.store.work_items_of(view.id), visit.person, visit.seen_as
    )
    for event in events_in(house.runtime.store.rows(view.id)):
        if isinstance(event, ev.OpinionGiven) and event.signature == digest:
            return {"digest": digest, "name": "signature"}
        seen = redacted(event, hidden, live.case.bundle)
        for file in files_in(to_json(seen)):
            if file["digest"] == digest:
                return file
    raise NotFound(f"本案没有文件 {digest}", f"Expected a file of this case, got {digest!r}")
