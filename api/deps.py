"""What a request can reach: the runtime, the settings and the clauses of its application."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from fastapi import Request

from api.live import Live
from api.settings import Settings
from engine.bootstrap import Runtime
from engine.clauses.acted import ActedCases
from engine.clauses.book import BookSources, ClauseBook
from engine.clauses.loading import shipped_scenarios
from engine.core.clause import Clause
from engine.figures.desk import FigureDesk
from engine.figures.office import open_figures
from engine.shipped import shipped_waivers
from engine.trials import Trials


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """Everything that one application serves from."""

    runtime: Runtime
    settings: Settings
    live: Live
    book: ClauseBook
    acted: ActedCases
    trials: Trials
    figures: FigureDesk

    @classmethod
    def of(cls, runtime: Runtime, settings: Settings) -> House:
        """The house of one application."""
        sources = BookSources(
            store=runtime.store,
            bundles=runtime.bundles,
            written=runtime.written,
            scenarios=shipped_scenarios,
            waivers=shipped_waivers,
        )
        return cls(
            runtime=runtime,
            settings=settings,
            live=Live(runtime),
            book=ClauseBook(sources),
            acted=ActedCases(runtime.store),
            trials=Trials(runtime),
            figures=open_figures(runtime),
        )

    @property
    def clauses(self) -> Mapping[str, Clause]:
        """The written clauses that apply, by id."""
        return self.runtime.written.all()


def house_of(request: Request) -> House:
    """The application's house; it is there as long as requests are."""
    return cast("House", request.app.state.house)
