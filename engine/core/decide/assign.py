"""Turns an offered user task into a work item for the people it means, or leaves it out."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Final

from engine.core.advance import AssignmentRequest, WorkOffered
from engine.core.answers import Answers, Resolution
from engine.core.ballot import Mode, Terms
from engine.core.decide.approval import Occasion
from engine.core.decide.offering import with_deadlines
from engine.core.decide.restoring import restored
from engine.core.decide.rounds import Invited, begun
from engine.core.definition import AssignmentKind, SameAsInitiator, SamePerson, UserTask
from engine.core.events import Event, IncidentRaised, WorkItemCreated, WorkItemSkipped
from engine.core.fact import fact
from engine.core.ids import Principal, UserId
from engine.core.moves import Moves
from engine.core.people import ADMINISTRATOR, Person
from engine.core.policy import excluded_by_separation
from engine.core.pressing import declared
from engine.core.state import IncidentKind, InstanceState
from engine.errors import Text


@fact
class Offer:
    """The candidates of one work item; `assignee` when exactly one person can do it."""

    candidates: tuple[Principal, ...]
    assignee: UserId | None
    zh: str
    en: str
    people: frozenset[str] = frozenset()
    order: tuple[str, ...] = ()  # the same people as they were found
    vacant: bool = False  # one of several assignments found nobody


def offer_to(
    requests: tuple[AssignmentRequest, ...],
    initiator: Person,
    excluded: frozenset[str],
    answers: Answers,
) -> Offer:
    """Resolve every assignment and add the candidates up, in order, without repetition."""
    if len(requests) == 1:  # nearly always: nothing to add up
        return _alone(answers.resolve(requests[0], initiator, excluded))
    found: list[Resolution] = [answers.resolve(r, initiator, excluded) for r in requests]
    candidates = tuple(dict.fromkeys(Principal(p) for one in found for p in one.principals))
    order = tuple(dict.fromkeys(login for one in found for login in one.people))
    people = frozenset(order)
    return Offer(
        candidates=candidates,
        assignee=UserId(next(iter(people))) if len(people) == 1 else None,
        zh="；".join(dict.fromkeys(one.zh for one in found if one.principals)),
        en="; ".join(dict.fromkeys(one.en for one in found if one.principals)),
        people=people,
        order=order,
        vacant=not all(one.principals for one in found),
    )


def _alone(found: Resolution) -> Offer:
    """The offer of a single assignment."""
    people = found.people
    return Offer(
        candidates=tuple(map(Principal, dict.fromkeys(found.principals))),
        assignee=UserId(people[0]) if len(set(people)) == 1 else None,
        zh=found.zh if found.principals else "",
        en=found.en if found.principals else "",
        people=frozenset(people),
        order=people,
    )


_OF_EVERYBODY: Final = frozenset({Mode.ALL, Mode.SEQUENTIAL})
_ADMINISTRATORS: Final = (AssignmentRequest(kind=AssignmentKind.ROLE, value=ADMINISTRATOR),)
"""Who gets what a draft assigns to nobody."""


@fact
class _Search:
    """One search for the people of a user task."""

    state: InstanceState
    task: UserTask
    element_id: str
    asked: tuple[AssignmentRequest, ...]
    answers: Answers

    def offer(self, asked: tuple[AssignmentRequest, ...], excluded: frozenset[UserId]) -> Offer:
        return offer_to(asked, self.state.initiator, excluded, self.answers)


def work_item_events(
    state: InstanceState,
    offered: WorkOffered,
    now: datetime,
    answers: Answers,
    *,
    may_skip: bool = True,
) -> tuple[Event, ...]:
    """WorkItemCreated, and IncidentRaised beside it when the declared policy finds nobody; or
    WorkItemSkipped where a policy leaves the task out, unless it may not any more."""
    task = offered.element.required_user_task()
    search = _Search(
        state=state,
        task=task,
        element_id=offered.element.id,
        asked=offered.assignments if task.assignments else _ADMINISTRATORS,
        answers=answers,
    )
    excluded = excluded_by_separation(state, task.separate_from)
    offer, excluded, why = _found(search, excluded)
    if state.moves is not None:
        offer = _as_moved(search, state.moves, offer, excluded)
    why = why or _asked_before(search, offer)
    if why is not None and may_skip and offered.restores is None:
        return (_skipped(offered, now, why),)
    created = _created(state, offered, (task, offer, excluded), now)
    first: tuple[Event, ...] = (created,)
    if offered.restores is not None:
        occasion = Occasion(now=now, answers=answers, element=offered.element)
        again = restored(state, created, offered.restores, occasion)
        stuck = _is_stuck(again, created.work_item_id)
        again = (*again, _nobody_found(state, offered, created)) if stuck else again
        return _timed(again, offered)
    if task.approval is not None:
        terms = offered.terms or Terms()
        first = begun(created, task.approval, _invited(search, offer), terms)
    first = _timed(first, offered)
    if offer.candidates:
        return first
    return (*first, _nobody_found(state, offered, created))


def _is_stuck(events: tuple[Event, ...], work_item_id: str) -> bool:
    items = (one for one in events if isinstance(one, WorkItemCreated))
    return any(one.work_item_id == work_item_id and not one.candidates for one in items)


def _timed(events: tuple[Event, ...], offered: WorkOffered) -> tuple[Event, ...]:
    pending = offered.deadlines
    return events if pending is None else with_deadlines(events, pending)


def _found(
    search: _Search, excluded: frozenset[UserId]
) -> tuple[Offer, frozenset[UserId], Text | None]:
    """The offer, who may not do it, and why it is left out, if it is."""
    offer = search.offer(search.asked, excluded)
    initiator = search.state.initiator.id
    policy = search.task.same_as_initiator
    if policy is not SameAsInitiator.SELF:
        # Also where the initiator is not meant now: nobody may give them the work later.
        excluded = excluded | {initiator}
    if initiator in excluded and initiator in offer.people:
        alone = offer.people == {initiator}
        if alone and policy is SameAsInitiator.SKIP:
            return offer, excluded, _OWN_CASE
        to_them = alone and policy is SameAsInitiator.ADMINISTRATOR
        offer = search.offer(_ADMINISTRATORS if to_them else search.asked, excluded)
    if offer.candidates:
        return _whole(search, offer, excluded), excluded, None
    return _fallback(search, excluded) or offer, excluded, _nobody(search)


_OWN_CASE: Final = Text(
    zh="办理人就是发起人本人", en="It would be done by the initiator themselves"
)


def _as_moved(search: _Search, moves: Moves, offer: Offer, excluded: frozenset[UserId]) -> Offer:
    """The offer to those whom an administrator has named for this case; of a task that control was
    returned to, to who did it last, if they are still meant."""
    named = moves.approvers.get(search.element_id, ())
    if named:
        asked = tuple(AssignmentRequest(kind=AssignmentKind.USER, value=one) for one in named)
        instead = search.offer(asked, excluded)
        offer = instead if instead.candidates else offer
    approval, last = search.task.approval, moves.arriving.get(search.element_id)
    if approval is not None and approval.mode is not Mode.SINGLE:
        return offer
    if last is not None and last in offer.people and last not in excluded:
        return replace(offer, assignee=last)
    return offer


def _fallback(search: _Search, excluded: frozenset[UserId]) -> Offer | None:
    kind, _, role = search.task.nobody_found.partition(":")
    if kind == "administrator":
        return search.offer(_ADMINISTRATORS, excluded)
    if kind != "role":
        return None
    request = AssignmentRequest(kind=AssignmentKind.ROLE, value=role)
    return search.offer((request,), excluded)


def _whole(search: _Search, offer: Offer, excluded: frozenset[UserId]) -> Offer:
    """Where everybody must agree, no party is missing unnoticed: whom the policy names stands for
    each assignment that found nobody."""
    approval = search.task.approval
    if not offer.vacant or approval is None or approval.mode not in _OF_EVERYBODY:
        return offer
    stand_in = _fallback(search, excluded)
    return offer if stand_in is None else _joined(offer, stand_in)


def _joined(one: Offer, two: Offer) -> Offer:
    order = tuple(dict.fromkeys((*one.order, *two.order)))
    return Offer(
        candidates=tuple(dict.fromkeys((*one.candidates, *two.candidates))),
        assignee=UserId(order[0]) if len(order) == 1 else None,
        zh="；".join(dict.fromkeys((one.zh, two.zh))),
        en="; ".join(dict.fromkeys((one.en, two.en))),
        people=frozenset(order),
        order=order,
    )


def _nobody(search: _Search) -> Text | None:
    if search.task.nobody_found != "skip":
        return None
    return Text(zh="找不到办理人", en="Nobody was found to do it")


def _asked_before(search: _Search, offer: Offer) -> Text | None:
    """Why nobody is asked: whoever would be has approved before. Coming back to the same task is
    never left out: the case was returned to be looked at anew."""
    policy = search.task.same_person
    if policy is SamePerson.NEVER or search.element_id in search.state.performers:
        return None
    if search.state.moves is not None and search.element_id in search.state.moves.anew:
        return None
    approval = search.task.approval
    if approval is None or approval.mode is Mode.SINGLE:
        asked: tuple[str, ...] = (offer.assignee,) if offer.assignee is not None else ()
    else:
        asked = offer.order
    if not asked or not all(_has_approved(search, login) for login in asked):
        return None
    return Text(
        zh="办理人在前面的环节已经办理过", en="The same person has already done an earlier task"
    )


def _has_approved(search: _Search, login: str) -> bool:
    state = search.state
    if search.task.same_person is SamePerson.CONSECUTIVE:
        return state.last_performer == login
    return any(login in who for who in state.performers.values())


def _invited(search: _Search, offer: Offer) -> Invited:
    """Of several, those are left out who have approved before, as for one alone."""
    people = tuple(UserId(login) for login in dict.fromkeys(offer.order))
    policy = search.task.same_person
    if policy is SamePerson.NEVER or search.element_id in search.state.performers:
        return Invited(people=people)
    out = tuple(login for login in people if _has_approved(search, login))
    left = tuple(login for login in people if login not in out)
    return Invited(people=left, left_out=out) if left else Invited(people=people)


def _skipped(offered: WorkOffered, now: datetime, why: Text) -> WorkItemSkipped:
    return WorkItemSkipped(
        element_id=offered.element.id,
        token=offered.token,
        name=offered.element.name or offered.element.id,
        at=now,
        data=offered.skip_data,
        zh=why.zh,
        en=why.en,
    )


def _created(
    state: InstanceState,
    offered: WorkOffered,
    parts: tuple[UserTask, Offer, frozenset[str]],
    now: datetime,
) -> WorkItemCreated:
    task, offer, excluded = parts
    asked: tuple[tuple[str, str | None], ...] = ()
    if not offer.candidates:
        asked = tuple((str(r.kind), r.value) for r in offered.assignments)
    return WorkItemCreated(
        work_item_id=f"{state.id}-{offered.token}",
        element_id=offered.element.id,
        token=offered.token,
        name=offered.element.name or offered.element.id,
        name_en=offered.element.name_en,
        form_id=task.form_id,
        candidates=offer.candidates,
        excluded=tuple(UserId(login) for login in sorted(excluded)),
        assignee=offer.assignee,
        created_at=now,
        due_at=offered.due_at,
        priority=declared(task.priority) if offered.priority is None else offered.priority,
        zh=offer.zh,
        en=offer.en,
        process=offered.process,
        unresolved=asked,
    )


def _nobody_found(
    state: InstanceState, offered: WorkOffered, created: WorkItemCreated
) -> IncidentRaised:
    name = offered.element.name or offered.element.id
    return IncidentRaised(
        incident_id=f"{created.work_item_id}-i",
        kind=IncidentKind.NOBODY_FOUND,
        element_id=offered.element.id,
        token=offered.token,
        zh=f"“{name}”找不到办理人：请在组织中为所需角色或部门指定人员后重试",
        en=f"Nobody found for {offered.element.id}: give somebody the role, then retry",
        work_item_id=created.work_item_id,
    )
