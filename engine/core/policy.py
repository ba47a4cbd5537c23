"""Who may see, claim, complete, start and administer: predicates, and the only place for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from engine.core.definition import ProcessDefinition
from engine.core.ids import UserId
from engine.core.people import ADMINISTRATOR, AUDITOR, PROCESS_OWNER, STAND_IN, SYSTEM, Person
from engine.core.rights import (
    EVERY,
    OFFICES,
    Right,
    Rights,
    holds,
    is_allowed,
    processes_of,
)
from engine.core.state import InstanceState, WorkItem

ONLY_CALLED = "-"


class Scope(StrEnum):
    """What a personal token may be used for; it never gives more than its owner may do."""

    READ = "read"  # lists, cases, work items, histories
    WORK = "work"  # start cases, claim and complete work items, upload
    DEPLOY = "deploy"  # publish processes
    OPERATE = "operate"  # incidents
    AUDIT = "audit"  # verify chains and logs
    SEND = "send"  # messages and signals
    ADMINISTER = "administer"  # terminate cases, manage people


def is_system(actor: Person) -> bool:
    """Whether the engine itself acts (timers, jobs, messages)."""
    return actor.id == SYSTEM.id


def may_administer(actor: Person) -> bool:
    """Terminate cases, see every case, manage people."""
    return actor.has_role(ADMINISTRATOR)


def may_change_people(actor: Person) -> bool:
    """Change the organisation, hand over a leaver's work. Nobody changes their own place in it:
    engine.identity.roster sees to that."""
    return may_administer(actor) or is_system(actor)


def may_operate(actor: Person, process: str = EVERY) -> bool:
    """See and retry incidents of the process; of every one."""
    if may_administer(actor) or actor.has_role(PROCESS_OWNER):
        return True
    return holds(actor, process, Right.OWN, Right.OPERATE)


def may_deploy(actor: Person, process: str = EVERY) -> bool:
    """Publish the process with its forms and decisions; everything."""
    if may_administer(actor) or actor.has_role(PROCESS_OWNER):
        return True
    return holds(actor, process, Right.OWN)


def may_audit(actor: Person, process: str = EVERY) -> bool:
    """Verify and read every history of the process; of every one, and the whole log."""
    return may_administer(actor) or actor.has_role(AUDITOR) or holds(actor, process, Right.AUDIT)


def may_see_all_cases(actor: Person, process: str = EVERY) -> bool:
    """Read any case of the process without taking part in it."""
    return may_audit(actor, process) or may_operate(actor, process)


def is_responsible(actor: Person, *rights: Right) -> bool:
    """Whether the person holds such an office over some process, so that lists of it are theirs."""
    return bool(processes_of(actor, *rights))


def seen_processes(actor: Person) -> frozenset[str] | None:
    """Of which processes the person may read every case; None: of all."""
    return None if may_see_all_cases(actor) else processes_of(actor, *OFFICES)


def operated_processes(actor: Person) -> frozenset[str] | None:
    """Of which processes the incidents are theirs; None: of all."""
    return None if may_operate(actor) else processes_of(actor, Right.OWN, Right.OPERATE)


def may_see_process(actor: Person, process: str, rights: Rights) -> bool:
    """Know of the process: who is let through, and who is responsible for it."""
    return is_allowed(rights, Right.SEE, process, actor) or may_see_all_cases(actor, process)


def may_start_at_all(actor: Person, process: str, rights: Rights) -> bool:
    """Whether the administrators let this person start the process, if its diagram does."""
    if actor.has_role(STAND_IN) or is_system(actor):
        return True
    seen = may_see_process(actor, process, rights)
    return seen and is_allowed(rights, Right.START, process, actor)


def may_work_at_all(actor: Person, process: str, rights: Rights) -> bool:
    """Whether the administrators let this person do the work of the process that is theirs."""
    if actor.has_role(STAND_IN) or is_system(actor):
        return True
    return is_allowed(rights, Right.WORK, process, actor)


def may_send_messages(actor: Person) -> bool:
    """Publish a message to waiting cases from outside."""
    return may_administer(actor) or is_system(actor)


def may_read_register(actor: Person, readers: Sequence[str]) -> bool:
    """Search and export a register: the roles it names, and who may see every case."""
    return may_see_all_cases(actor) or any(actor.has_role(role) for role in readers)


def may_dispose(actor: Person) -> bool:
    """Dispose of register lines that are no longer to be kept."""
    return may_administer(actor)


def may_start(actor: Person, startable_by: Sequence[str]) -> bool:
    """Whether this person may start a process with this declaration.

    Auditors only read (organisation: combinations that are refused), the engine never starts one
    by itself, and `-` marks a process that is only called.
    """
    if actor.has_role(STAND_IN):
        return ONLY_CALLED not in startable_by
    if ONLY_CALLED in startable_by or actor.has_role(AUDITOR) or is_system(actor):
        return False
    return not startable_by or any(actor.has_role(role) for role in startable_by)


def may_start_definition(actor: Person, definition: ProcessDefinition) -> bool:
    """`may_start` for a definition at hand; a draft is only for who may publish it."""
    if definition.draft:
        return may_deploy(actor, definition.key)
    return may_start(actor, definition.startable_by)


def is_candidate(actor: Person, candidates: Sequence[str], excluded: Sequence[UserId]) -> bool:
    """Whether work offered to `candidates` is offered to this person."""
    if actor.has_role(STAND_IN):
        return True
    if actor.id in excluded:
        return False
    return any(principal in candidates for principal in actor.principals())


def is_offered(actor: Person, item: WorkItem) -> bool:
    """Whether the work item is this person's or offered to them."""
    return item.assignee == actor.id or is_candidate(actor, item.candidates, item.excluded)


def may_claim(actor: Person, item: WorkItem) -> bool:
    """Claiming needs an offer; that nobody else has it is a matter of state, not of right."""
    return is_candidate(actor, item.candidates, item.excluded)


def may_release(actor: Person, item: WorkItem) -> bool:
    """Only who has it gives it back."""
    return item.assignee == actor.id


def may_complete(actor: Person, item: WorkItem) -> bool:
    """The assignee, or, while nobody has it, a candidate (who claims by completing)."""
    if actor.has_role(STAND_IN):
        return True
    if actor.id in item.excluded:
        return False
    if item.assignee is not None:
        return item.assignee == actor.id
    return is_candidate(actor, item.candidates, item.excluded)


def excluded_by_separation(state: InstanceState, separate_from: Sequence[str]) -> frozenset[UserId]:
    """Who may not perform a user task that is kept separate from these earlier ones."""
    people: set[UserId] = set()
    for name in separate_from:
        if name == "initiator":
            people.add(state.initiator.id)
        else:
            people.update(state.performers.get(name, ()))
    return frozenset(people)


def may_transfer(actor: Person, item: WorkItem) -> bool:
    """Give the work item to somebody else: who may do it, and administrators."""
    return may_complete(actor, item) or may_administer(actor)


def may_receive(person: Person, item: WorkItem) -> bool:
    """Whether a work item may be transferred to this person: separation of duties holds, and
    auditors and the engine do no work."""
    return person.id not in item.excluded and not (person.has_role(AUDITOR) or is_system(person))


def may_name_substitute(actor: Person, absent: Person, substitute: Person) -> bool:
    """Whether this person may say who acts for the absent one: themselves, and administrators for
    others; never in their own favour, for that would be a right that they give themselves."""
    if is_system(actor) or actor.id == absent.id:
        return True
    return may_administer(actor) and actor.id != substitute.id


def may_end_substitution(actor: Person, absent: UserId, substitute: UserId) -> bool:
    """Either of the two, and administrators."""
    return actor.id in (absent, substitute) or may_administer(actor) or is_system(actor)


def may_substitute(substitute: Person) -> bool:
    """Auditors and the engine do no work, so not that of others either."""
    return not (substitute.has_role(AUDITOR) or is_system(substitute))


def as_substituted(absent: Person) -> Person:
    """The absent person as somebody may act for them: with their work, without the offices that
    were given to them in person."""
    offices = (ADMINISTRATOR, AUDITOR, PROCESS_OWNER)
    kept = tuple(role for role in absent.roles if role not in offices)
    return replace(absent, roles=kept, offices=())


def may_act_for(substitute: Person, absent: Person, item: WorkItem, initiator: str) -> bool:
    """Whether the substitute may do this work item for the absent person. Neither may be kept
    apart from it, and nobody decides on the case that they started themselves."""
    if initiator == substitute.id or substitute.id in item.excluded or absent.id in item.excluded:
        return False
    if not may_substitute(substitute):
        return False
    if item.assignee is not None:
        return item.assignee == absent.id
    return is_candidate(absent, item.candidates, item.excluded)


def takes_part(actor: Person, state: InstanceState) -> bool:
    """Whether the person started the case, performed a step of it, or is offered one now."""
    if actor.id == state.initiator.id or any(actor.id in who for who in state.performers.values()):
        return True
    return any(is_offered(actor, item) for item in state.work_items.values())


def may_urge(actor: Person, state: InstanceState, item: WorkItem) -> bool:
    """Ask for the work to be done: who takes part but does not have it, and administrators."""
    if may_administer(actor):
        return True
    return item.assignee != actor.id and takes_part(actor, state)


def may_copy(actor: Person, state: InstanceState) -> bool:
    """Show the case to others."""
    return may_operate(actor, state.process) or takes_part(actor, state)


def sees_filter(reader: Person, owner: UserId, shared_with: Sequence[str]) -> bool:
    """A saved filter is seen by who saved it and by those whom it is shared with; administrators
    see what is shared."""
    if reader.id == owner:
        return True
    if may_administer(reader) and shared_with:
        return True
    return any(principal in shared_with for principal in reader.principals())


def may_change_filter(actor: Person, owner: UserId) -> bool:
    """Change or drop a saved filter that they see."""
    return actor.id == owner or may_administer(actor)


def may_share_with(actor: Person, principal: str) -> bool:
    """Share a saved filter with this role or group: one of one's own, administrators with any."""
    if principal.partition(":")[0] not in ("role", "group"):
        return False
    return may_administer(actor) or principal in actor.principals()
