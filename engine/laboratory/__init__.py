"""The laboratory: a diagram run in memory, to be tried out without server or database."""

from engine.laboratory.report import Result, result_of
from engine.laboratory.session import Session, open_session

__all__ = ["Result", "Session", "open_session", "result_of"]
