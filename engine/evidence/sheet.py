"""Writes the history of a case as one page for people: plain HTML in Chinese and English."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from html import escape
from typing import Any, Final

from engine.codec import decode_envelope, is_command
from engine.core.definition import Bundle
from engine.core.people import Person
from engine.core.values import to_plain
from engine.errors import Text
from engine.history.headline import headline
from engine.history.playback import Playback, Step, play
from engine.history.sentences import Names, sentence
from engine.timing.local import ZONE
from engine.views import LogRow

_STYLE: Final = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;
max-width:60rem;padding:0 1rem;color:#1f2522}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ddd;padding:.5rem;text-align:left;vertical-align:top}
.en,.small{color:#545b56;font-size:13px}.why{border-left:3px solid #1f5f57;padding-left:.6rem}
del{color:#545b56}ins{text-decoration:none;background:#e4f1e6}
"""


def sheet(bundle: Bundle, rows: Sequence[LogRow]) -> bytes:
    """The page. Nothing in it comes from anywhere but the record and the definitions in force."""
    told = play(bundle, rows, lambda event: event)
    names = _names(bundle, rows, told)
    title = escape(rows[0].instance_id)
    body = "".join(_step(step, names) for step in told.steps)
    head = (
        "<tr><th>步<br>Step</th><th>时间<br>Time</th><th>谁<br>Who</th><th>经过<br>What</th></tr>"
    )
    return (
        f'<!doctype html><html lang="zh"><head><meta charset="utf-8"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>案件经过 / History of the case</h1>"
        f"<p>{_about(bundle, rows)}</p><table><thead>{head}</thead><tbody>{body}</tbody></table>"
        "</body></html>\n"
    ).encode()


def _about(bundle: Bundle, rows: Sequence[LogRow]) -> str:
    process = bundle.process
    return (
        f"编号 / id <b>{escape(rows[0].instance_id)}</b> · {escape(process.name)} / "
        f"{escape(process.name_en or process.name)} · {len(rows)} 行 / rows"
    )


def _names(bundle: Bundle, rows: Sequence[LogRow], told: Playback) -> Names:
    """What things are called in the record itself: people by the names that they had then."""
    known: dict[str, Text] = {}
    for row in rows:
        if is_command(row.type):
            for person in _people(decode_envelope(row.body)):
                known[person.id] = Text(zh=person.name, en=person.name_en or person.name)
    elements = {
        element.id: Text(zh=element.name or element.id, en=element.name_en or element.id)
        for definition in (*bundle.called.values(), bundle.process)
        for element in definition.elements.values()
    }
    return Names(
        elements=elements,
        person=lambda login: known.get(login, Text(zh=login, en=login)),
        belongs=told.belongs,
    )


def _people(envelope: Any) -> Iterator[Person]:
    to = getattr(envelope.command, "to", None)
    several = to if isinstance(to, tuple) else (to,)
    for one in (envelope.actor, envelope.on_behalf_of, *several):
        if isinstance(one, Person):
            yield one


def _step(step: Step, names: Names) -> str:
    event = headline(step.facts)
    kind = type(step.envelope.command).__name__
    said = sentence(event, names) if event is not None else Text(zh=kind, en=kind)
    more = "".join((*_ways(step, names), *_changes(step), _clauses(step)))
    return (
        f"<tr><td>{step.number}<br><span class=small>#{step.row.version}</span></td>"
        f"<td>{_time(step.envelope.at)}</td><td>{_who(step)}</td>"
        f"<td>{escape(said.zh)}<br><span class=en>{escape(said.en)}</span>{more}</td></tr>"
    )


def _time(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _who(step: Step) -> str:
    absent = step.envelope.on_behalf_of
    own = escape(step.envelope.actor.name)
    return own if absent is None else f"{own}<br>代 / for {escape(absent.name)}"


def _ways(step: Step, names: Names) -> Iterator[str]:
    for way in step.ways:
        reads = ", ".join(f"{name} = {_value(value)}" for name, value in way.reason.reads)
        yield (
            f"<p class=why>“{escape(names.element(way.element_id).zh)}” → "
            f"“{escape(names.element(way.target).zh)}”<br><code>{escape(way.reason.expression)}"
            f"</code> {escape(reads)}<br>{escape(way.reason.zh)}<br>"
            f"<span class=en>{escape(way.reason.en)}</span></p>"
        )


def _changes(step: Step) -> Iterator[str]:
    for one in step.changes:
        before = f"<del>{escape(_value(one.before))}</del> → " if one.known else ""
        after = escape(_value(one.after))
        yield f"<div class=small>{escape(one.name)}: {before}<ins>{after}</ins></div>"


def _clauses(step: Step) -> str:
    return f"<div class=small>{escape(' '.join(step.clauses))}</div>" if step.clauses else ""


def _value(value: Any) -> str:
    plain = to_plain(value)
    return _plain(plain)


def _plain(plain: Any) -> str:
    if isinstance(plain, Mapping):
        if len(plain) == 1 and next(iter(plain)).startswith("$"):
            return str(next(iter(plain.values())))
        return "{" + ", ".join(f"{key}: {_plain(one)}" for key, one in plain.items()) + "}"
    if isinstance(plain, list | tuple):
        return "[" + ", ".join(map(_plain, plain)) + "]"
    return "" if plain is None else str(plain)
