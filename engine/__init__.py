"""Guicheng 规程: run written procedures as BPMN 2.0. Here: the public names for embedding."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.embedding import Engine, open_engine

__all__ = ["Engine", "open_engine"]


def __getattr__(name: str) -> Any:
    """Loaded when asked for, so that the pure parts can be imported without the store."""
    if name in __all__:
        from engine import embedding

        return getattr(embedding, name)
    raise AttributeError(f"module 'engine' has no attribute {name!r}")
