"""The two ways outside answers come: asked now and recorded, or read back from the record."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine.core.advance import AssignmentRequest
from engine.core.answers import Answers, Resolution
from engine.core.people import Person
from engine.errors import IntegrityViolation


def _question(request: AssignmentRequest, excluded: frozenset[str]) -> list[Any]:
    return [str(request.kind), request.value, sorted(excluded)]


class CountingAnswers:
    """Answers of an organisation, and of the gap-free counters of a store."""

    def __init__(
        self,
        resolve: Callable[[AssignmentRequest, Person, frozenset[str]], Resolution],
        last_in: Callable[[str], int],
    ) -> None:
        self._resolve = resolve
        self._last_in = last_in

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

    def next_in(self, counter: str) -> int:
        """The recorded answer. Raises IntegrityViolation when the question differs."""
        number: int = self._answer_to(["next-in", counter])["number"]
        return number

    def _answer_to(self, question: list[Any]) -> Any:
        if not self._left or self._left[-1]["question"] != question:
            raise IntegrityViolation(
                f"重演时问了记录中没有的问题:{question}",
                f"Expected the question that was recorded, got {question}",
            )
        return self._left.pop()
