"""The two ways outside answers come: asked now and recorded, or read back from the record."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from typing import Any, Protocol

from engine.core.absence import HERE, Whereabouts
from engine.core.advance import AssignmentRequest
from engine.core.answers import Answers, Resolution
from engine.core.people import Person
from engine.errors import IntegrityViolation


def _question(request: AssignmentRequest, excluded: frozenset[str]) -> list[Any]:
    return [str(request.kind), request.value, sorted(excluded)]


def _where(offered: Sequence[str], excluded: Sequence[str], process: str) -> list[Any]:
    return ["whereabouts", list(offered), list(excluded), process]


class Absences(Protocol):
    """Who is away."""

    def whereabouts(
        self,
        offered: Sequence[str],
        excluded: Sequence[str],
        process: str,
        departments: Collection[str],
    ) -> Whereabouts: ...


class CountingAnswers:
    """Answers of an organisation, and of the gap-free counters of a store."""

    def __init__(
        self,
        resolve: Callable[[AssignmentRequest, Person, frozenset[str]], Resolution],
        last_in: Callable[[str], int],
        absences: Absences,
    ) -> None:
        self._resolve = resolve
        self._last_in = last_in
        self.whereabouts = absences.whereabouts

    def resolve(
        self, request: AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """Who the request means now."""
        return self._resolve(request, initiator, excluded)

    def next_in(self, counter: str) -> int:
        """One more than was given last."""
        return self._last_in(counter) + 1


class RecordingAnswers:
    """Asks the live organisation and keeps every question with its answer, as plain JSON.

    `recorded` is everything asked so far, in order.
    """

    def __init__(self, live: Answers) -> None:
        self._live = live
        self.recorded: list[Any] = []

    def resolve(
        self, request: AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """The live answer."""
        answer = self._live.resolve(request, initiator, excluded)
        self.recorded.append(
            {
                "question": _question(request, excluded),
                "principals": list(answer.principals),
                "people": list(answer.people),
                "zh": answer.zh,
                "en": answer.en,
            }
        )
        return answer

    def whereabouts(
        self,
        offered: Sequence[str],
        excluded: Sequence[str],
        process: str,
        departments: Collection[str],
    ) -> Whereabouts:
        """The live answer; recorded where it says anything."""
        found = self._live.whereabouts(offered, excluded, process, departments)
        if found != HERE:
            away = [[begins.isoformat(), ends.isoformat()] for begins, ends in found.away]
            question = _where(offered, excluded, process)
            self.recorded.append(
                {"question": question, "away": away, "department": found.department}
            )
        return found

    def next_in(self, counter: str) -> int:
        """The live answer."""
        number = self._live.next_in(counter)
        self.recorded.append({"question": ["next-in", counter], "number": number})
        return number


class ReplayedAnswers:
    """Gives back what was recorded; a different question is evidence of divergence."""

    def __init__(self, recorded: Sequence[Any]) -> None:
        self._left = list(reversed(recorded))

    def resolve(
        self, request: AssignmentRequest, initiator: Person, excluded: frozenset[str]
    ) -> Resolution:
        """The recorded answer. Raises IntegrityViolation when the question differs."""
        answer = self._answer_to(_question(request, excluded))
        return Resolution(
            principals=tuple(answer["principals"]),
            people=tuple(answer["people"]),
            zh=answer["zh"],
            en=answer["en"],
        )

    def whereabouts(
        self,
        offered: Sequence[str],
        excluded: Sequence[str],
        process: str,
        departments: Collection[str],
    ) -> Whereabouts:
        """The recorded answer; where none was recorded, everybody was there."""
        question = _where(offered, excluded, process)
        if not self._left or self._left[-1]["question"] != question:
            return HERE
        answer = self._left.pop()
        read = datetime.fromisoformat
        away = tuple((read(begins), read(ends)) for begins, ends in answer["away"])
        return Whereabouts(away=away, department=answer["department"])

    def next_in(self, counter: str) -> int:
        """The recorded answer. Raises IntegrityViolation when the question differs."""
        number: int = self._answer_to(["next-in", counter])["number"]
        return number

    def _answer_to(self, question: list[Any]) -> Any:
        if not self._left or self._left[-1]["question"] != question:
            raise IntegrityViolation(
                f"重演时问了记录中没有的问题：{question}",
                f"Expected the question that was recorded, got {question}",
            )
        return self._left.pop()
