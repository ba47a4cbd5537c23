"""Receive tasks: completed when their message comes (BPMN 2.0.2, 13.3.3)."""

from __future__ import annotations

from engine.kernel.behaviours.catch_event import CatchEvent


class ReceiveTask(CatchEvent):
    """As a catching message event, and an activity besides: with boundary events and loops."""

    __slots__ = ()
