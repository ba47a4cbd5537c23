"""Writes the history of a case as one page for people: plain HTML in Chinese and English."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator, Sequence
from datetime import datetime
from hashlib import sha256
from html import escape
from typing import Any, Final

from engine.codec import decode_envelope, is_command
from engine.core.definition import Bundle
from engine.core.people import Person
from engine.errors import Text
from engine.evidence.words import Organisation, Said, Words, element_name, name_of, words_of_case
from engine.history.headline import headline
from engine.history.playback import Playback, Step, play
from engine.history.sentences import Names, sentence
from engine.registers import declared_register
from engine.timing.local import ZONE
from engine.views import LogRow

_STYLE: Final = """
body{font:15px/1.6 system-ui,"Noto Sans CJK SC","Microsoft YaHei",sans-serif;margin:2rem auto;
max-width:60rem;padding:0 1rem;color:#1f2522}
table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid #ddd;padding:.5rem;text-align:left;vertical-align:top}
.en,.small,.code{color:#545b56;font-size:13px}.code{font-family:ui-monospace,monospace}
.why{border-left:3px solid #1f5f57;padding-left:.6rem;margin:.5rem 0}
td:nth-child(2),td:nth-child(3){white-space:nowrap}td:last-child{overflow-wrap:anywhere}
del{color:#545b56}ins{text-decoration:none;background:#e4f1e6}
"""
_POLICY: Final = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; "
    f"style-src 'sha256-{b64encode(sha256(_STYLE.encode()).digest()).decode()}'"
)
"""The page is opened from a disk, where no server says what it may do: nothing but its style."""


def sheet(bundle: Bundle, rows: Sequence[LogRow], then: Organisation) -> bytes:
    """The page. What is in it comes from the record and the definitions in force; where data name
    people who did nothing in the case, from `then`, the organisation at its last record."""
    told = play(bundle, rows, lambda event: event)
    words = words_of_case(bundle, _people_in(rows), then)
    names = _names(told, words)
    title = escape(rows[0].instance_id)
    body = "".join(_step(step, names, words) for step in told.steps)
    head = (
        "<tr><th>步<br>Step</th><th>时间<br>Time</th><th>谁<br>Who</th><th>经过<br>What</th></tr>"
    )
    return (
        '<!doctype html><html lang="zh"><head><meta charset="utf-8">'
        f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}"><title>{title}</title>'
        f"<style>{_STYLE}</style></head><body><h1>案件经过 / History of the case</h1>"
        f"<p>{_about(bundle, rows)}</p><table><thead>{head}</thead><tbody>{body}</tbody></table>"
        "</body></html>\n"
    ).encode()


def _about(bundle: Bundle, rows: Sequence[LogRow]) -> str:
    process = bundle.process
    return (
        f"编号 / id <b>{escape(rows[0].instance_id)}</b> · {escape(process.name)} / "
        f"{escape(process.name_en or process.name)} <span class=code>{escape(process.key)}</span>"
        f" · {len(rows)} 行 / rows"
    )


def _names(told: Playback, words: Words) -> Names:
    plain = Names(
        person=words.person,
        belongs=told.belongs,
        data=words.text,
        register=lambda name: Text(zh=declared_register(name).zh, en=declared_register(name).en),
    )
    return told.places.names(plain, element_name)


def _people_in(rows: Sequence[LogRow]) -> dict[str, Text]:
    """The people of the record itself, by the names that they had then."""
    known: dict[str, Text] = {}
    for row in rows:
        if is_command(row.type):
            for person in _people(decode_envelope(row.body)):
                known[person.id] = name_of(person)
    return known


def _people(envelope: Any) -> Iterator[Person]:
    to = getattr(envelope.command, "to", None)
    several = to if isinstance(to, tuple) else (to,)
    for one in (envelope.actor, envelope.on_behalf_of, *several):
        if isinstance(one, Person):
            yield one


def _step(step: Step, names: Names, words: Words) -> str:
    event = headline(step.facts)
    kind = type(step.envelope.command).__name__
    said = sentence(event, names) if event is not None else Text(zh=kind, en=kind)
    more = "".join((*_ways(step, names, words), *_changes(step, words), _clauses(step)))
    place = f" <span class=code>{escape(step.element_id)}</span>" if step.element_id else ""
    return (
        f"<tr><td>{step.number}<br><span class=small>#{step.row.version}</span></td>"
        f"<td>{_time(step.envelope.at)}</td><td>{_who(step)}</td>"
        f"<td>{escape(said.zh)}{place}<br><span class=en>{escape(said.en)}</span>{more}</td></tr>"
    )


def _time(at: datetime) -> str:
    return at.astimezone(ZONE).strftime("%Y-%m-%d %H:%M:%S")


def _who(step: Step) -> str:
    absent = step.envelope.on_behalf_of
    own = escape(step.envelope.actor.name)
    return own if absent is None else f"{own}<br>代 / for {escape(absent.name)}"


def _ways(step: Step, names: Names, words: Words) -> Iterator[str]:
    for way in step.ways:
        here = names.within(way.process)
        reads = "".join(f"<div>{_pair(words, *one)}</div>" for one in way.reason.reads)
        yield (
            f"<div class=why>“{escape(here.element(way.element_id).zh)}” → "
            f"“{escape(here.element(way.target).zh)}”"
            f" <span class=code>{escape(way.element_id)} → {escape(way.target)}</span>{reads}"
            f"<span class=small>{escape(way.reason.zh)}<br>{escape(way.reason.en)}</span><br>"
            f"<code class=code>{escape(way.reason.expression)}</code></div>"
        )


def _pair(words: Words, name: str, value: Any) -> str:
    return f"{_said(words.name(name))} = {_said(words.value(name, value))}"


def _changes(step: Step, words: Words) -> Iterator[str]:
    for one in step.changes:
        before = _said(words.value(one.name, one.before))
        before = f"<del>{before}</del> → " if one.known else ""
        after = _said(words.value(one.name, one.after)) or "—"
        yield f"<div>{_said(words.name(one.name))}: {before}<ins>{after}</ins></div>"


def _said(one: Said) -> str:
    """The words, and beside them in small what the record says."""
    code = f" <span class=code>{escape(one.code)}</span>" if one.code else ""
    return escape(one.text) + code


def _clauses(step: Step) -> str:
    return f"<div class=small>{escape(' '.join(step.clauses))}</div>" if step.clauses else ""
