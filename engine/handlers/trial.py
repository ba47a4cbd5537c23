"""Performs a command in memory alone: what it would lead to now, without doing it."""

from __future__ import annotations

from datetime import datetime

from engine.core.commands import Command, Envelope
from engine.core.ids import CommandId
from engine.core.people import Person
from engine.handlers.answers import RecordingAnswers
from engine.handlers.case import LiveInstance, Performed
from engine.handlers.perform import Run, perform
from engine.ports import Answers


def tried(
    live: LiveInstance, command: Command, actor: Person, at: datetime, answers: Answers
) -> Performed:
    """What the command would lead to. Changes nothing. Raises CommandRejected as it does."""
    envelope = Envelope(id=CommandId("trial"), actor=actor, at=at, command=command)
    return perform(
        Run(
            case=live.case,
            envelope=envelope,
            answers=RecordingAnswers(answers),
            state=live.state,
            machine=live.machine,
        )
    )
