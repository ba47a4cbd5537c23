"""The ways a user task names people, its policies for when that goes wrong, and field rights."""

from __future__ import annotations

from enum import StrEnum


class AssignmentKind(StrEnum):
    """How a candidate is found; `value` of Assignment is literal text or FEEL."""

    INITIATOR = "initiator"
    USER = "user"  # value: login
    ROLE = "role"  # value: role id
    DEPARTMENT_HEAD = "department-head"  # value: department id; none means the initiator's
    SUPERIOR = "superior"  # value: login; none means the initiator's direct superior
    GROUP = "group"  # value: group id
    POSITION = "position"  # value: `position@department`; without a department the initiator's
    SUPERIORS = "superiors"  # value: one superior's login at a time, the marker repeats the task
    FIELD = "field"  # value: the login in a person field of the form
    INITIATOR_CHOICE = "initiator-choice"  # value: the login that the initiator chose
    PREVIOUS_CHOICE = "previous-choice"  # value: the login chosen in the step before
    CONNECTOR = "connector"  # value: `connector` or `connector:argument`


MAY_BE_EMPTY = frozenset(
    {
        AssignmentKind.FIELD,
        AssignmentKind.INITIATOR_CHOICE,
        AssignmentKind.PREVIOUS_CHOICE,
        AssignmentKind.SUPERIORS,
    }
)
"""Kinds whose expression may give null: then nobody is meant, and the policy for that applies."""


class SameAsInitiator(StrEnum):
    """What happens when the initiator would approve their own case."""

    SELF = "self"  # they do it themselves
    SUPERIOR = "superior"  # the others who are meant, or else their superior
    SKIP = "skip"  # left out, with a record
    ADMINISTRATOR = "administrator"


class SamePerson(StrEnum):
    """Whether who has approved in this case is asked again (自动去重)."""

    NEVER = "never"  # never left out
    ONCE = "once"  # left out when they have completed any task of the case
    CONSECUTIVE = "consecutive"  # left out when they have completed the task before


class Access(StrEnum):
    """What a person may do with one form field at one step."""

    EDIT = "edit"
    READ = "read"
    HIDE = "hide"
