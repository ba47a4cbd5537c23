"""Deployed files and the versions of processes, forms and decisions in a SQL database."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

from sqlalchemy import Connection, Select, Table, func, insert, select

from engine.core.ids import Digest
from engine.store import tables as t
from engine.store.database import Database
from engine.store.deployments import DRAFT_PROCESS, resources_of, starts_of
from engine.store.projections import from_micros, micros, texts
from engine.store.rows import definition_view
from engine.store.sql_exchange import replace_starts
from engine.views import Artifact, DefinitionView, Deployment, FileVersion

_MODEL: Final = t.process_model.c
_VERSION: Final = t.process_definition.c
_RESOURCE: Final = t.resource.c


class SqlCatalog:
    """Catalog over one database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def save(self, deployment: Deployment) -> tuple[DefinitionView, ...]:
        """Store atomically; content equal to the newest version makes no new version."""
        with self._database.write() as connection:
            _save_files(connection, deployment)
            for kind, name, digest in resources_of(deployment):
                _save_resource(connection, (kind, name, digest), deployment.id)
            if deployment.draft:
                return tuple(
                    _save_draft(connection, view, deployment) for view in deployment.definitions
                )
            return tuple(
                _save_definition(connection, view, deployment) for view in deployment.definitions
            )

    def artifact(self, digest: str) -> Artifact | None:
        """One file by its content."""
        with self._database.read() as connection:
            statement = select(t.artifact).where(t.artifact.c.digest == digest)
            row = connection.execute(statement).mappings().first()
        return None if row is None else Artifact(**row)

    def definitions(self) -> list[DefinitionView]:
        """The newest version of each process, by key."""
        newest = (
            select(_VERSION.key, func.max(_VERSION.version).label("version"))
            .group_by(_VERSION.key)
            .subquery()
        )
        statement = _definitions().join(
            newest, (newest.c.key == _VERSION.key) & (newest.c.version == _VERSION.version)
        )
        with self._database.read() as connection:
            found = connection.execute(statement.order_by(_VERSION.key)).mappings().all()
        return [definition_view(row) for row in found]

    def definition(self, key: str, version: int | None = None) -> DefinitionView | None:
        """One version, or the newest."""
        with self._database.read() as connection:
            return _find_definition(connection, key, version)

    def drafts(self) -> list[DefinitionView]:
        """The newest draft of each process that has one, by key."""
        newest = (
            select(_RESOURCE.name, func.max(_RESOURCE.version).label("version"))
            .where(_RESOURCE.kind == DRAFT_PROCESS)
            .group_by(_RESOURCE.name)
            .subquery()
        )
        statement = _drafts().join(
            newest, (newest.c.name == _RESOURCE.name) & (newest.c.version == _RESOURCE.version)
        )
        with self._database.read() as connection:
            found = connection.execute(statement.order_by(_RESOURCE.name)).mappings().all()
        return [_as_draft(row) for row in found]

    def draft(self, key: str) -> DefinitionView | None:
        """The newest draft of a process."""
        with self._database.read() as connection:
            return _find_draft(connection, key)

    def generation(self) -> int:
        """How many deployments there were, by whatever process."""
        return int(self._database.fetch(self._database.statements.generation, ())[0][0])

    def latest(self, kind: str, name: str) -> Digest | None:
        """Newest digest by key or id."""
        polls = self._database.statements.polls
        if kind == "process":
            found = self._database.fetch(polls.newest_process, (name,))
        else:
            found = self._database.fetch(polls.newest_resource, (kind, name))
        return Digest(found[0][0]) if found else None

    def file_versions(self, kind: str, name: str) -> list[FileVersion]:
        """Every version of a form, decision or shared file, newest first."""
        made = t.deployment.c
        statement = (
            select(_RESOURCE.version, _RESOURCE.digest, _RESOURCE.deployment_id, made.at, made.by)
            .select_from(t.resource.join(t.deployment, made.id == _RESOURCE.deployment_id))
            .where(_RESOURCE.kind == kind, _RESOURCE.name == name)
            .order_by(_RESOURCE.version.desc())
        )
        with self._database.read() as connection:
            found = connection.execute(statement).mappings().all()
        return [FileVersion(**(dict(row) | {"at": from_micros(row["at"])})) for row in found]


def _definitions() -> Select[Any]:
    columns = [column for column in t.process_model.c if column.name not in ("key", "digest")]
    same = (_MODEL.key == _VERSION.key) & (_MODEL.digest == _VERSION.digest)
    source = t.process_definition.join(t.process_model, same)
    return select(*t.process_definition.c, *columns).select_from(source)


def _drafts() -> Select[Any]:
    columns = [column for column in t.process_model.c if column.name != "digest"]
    when = t.deployment.c
    same = (_MODEL.key == _RESOURCE.name) & (_MODEL.digest == _RESOURCE.digest)
    source = t.resource.join(t.process_model, same)
    source = source.join(t.deployment, when.id == _RESOURCE.deployment_id)
    own = (_RESOURCE.version, _RESOURCE.digest, _RESOURCE.deployment_id)
    made = (when.at.label("deployed_at"), when.by.label("deployed_by"))
    return select(*own, *made, *columns).select_from(source).where(_RESOURCE.kind == DRAFT_PROCESS)


def _find_draft(connection: Connection, key: str) -> DefinitionView | None:
    newest = _drafts().where(_RESOURCE.name == key).order_by(_RESOURCE.version.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    return None if row is None else _as_draft(row)


def _as_draft(row: Any) -> DefinitionView:
    return replace(definition_view(row), draft=True)


def _find_definition(
    connection: Connection, key: str, version: int | None = None
) -> DefinitionView | None:
    statement = _definitions().where(_VERSION.key == key)
    if version is not None:
        statement = statement.where(_VERSION.version == version)
    newest = statement.order_by(_VERSION.version.desc()).limit(1)
    row = connection.execute(newest).mappings().first()
    return None if row is None else definition_view(row)


def _newest_resource(kind: str, name: str, what: Any = _RESOURCE.digest) -> Select[Any]:
    return (
        select(what)
        .where(_RESOURCE.kind == kind, _RESOURCE.name == name)
        .order_by(_RESOURCE.version.desc())
        .limit(1)
    )


def _save_files(connection: Connection, deployment: Deployment) -> None:
    row = {"id": deployment.id, "at": micros(deployment.at), "by": deployment.by}
    connection.execute(insert(t.deployment).values(row))
    for artifact in deployment.artifacts:
        values = {
            "digest": artifact.digest,
            "kind": artifact.kind,
            "name": artifact.name,
            "content": artifact.content,
        }
        _add(connection, t.artifact, values)


def _add(connection: Connection, table: Table, values: dict[str, Any]) -> None:
    """Insert unless a row with this key is there: equal keys mean equal content."""
    where = [column == values[column.name] for column in table.primary_key]
    if connection.execute(select(*table.primary_key).where(*where)).first() is None:
        connection.execute(insert(table).values(values))


def _save_resource(
    connection: Connection, resource: tuple[str, str, str], deployment_id: str
) -> None:
    kind, name, digest = resource
    if connection.scalar(_newest_resource(kind, name)) == digest:
        return
    version = connection.scalar(_newest_resource(kind, name, _RESOURCE.version)) or 0
    values = {
        "kind": kind,
        "name": name,
        "version": version + 1,
        "digest": digest,
        "deployment_id": deployment_id,
    }
    connection.execute(insert(t.resource).values(values))


def _save_model(connection: Connection, view: DefinitionView) -> None:
    model = {
        "key": view.key,
        "digest": view.digest,
        "name": view.name,
        "name_en": view.name_en,
        "family": view.family,
        "placeholder": view.placeholder,
        "start_form_id": view.start_form_id,
        "startable_by": texts(view.startable_by),
        "clauses": texts(view.clauses),
        "task_names": "\n".join(view.task_names).lower(),
    }
    _add(connection, t.process_model, model)


def _save_draft(
    connection: Connection, view: DefinitionView, deployment: Deployment
) -> DefinitionView:
    """Its version is that of the resource, which is stored by now. What is published starts by
    itself, else the draft does."""
    _save_model(connection, view)
    saved = _find_draft(connection, view.key)
    if saved is None:
        raise LookupError(f"Expected draft {view.key} right after it was stored")
    if _find_definition(connection, view.key) is None:
        replace_starts(connection, view.key, starts_of(deployment, saved))
    return saved


def _save_definition(
    connection: Connection, view: DefinitionView, deployment: Deployment
) -> DefinitionView:
    newest = _find_definition(connection, view.key)
    if newest is not None and newest.digest == view.digest:
        return newest
    _save_model(connection, view)
    version = {
        "key": view.key,
        "version": 1 if newest is None else newest.version + 1,
        "digest": view.digest,
        "deployed_at": micros(view.deployed_at),
        "deployed_by": view.deployed_by,
        "deployment_id": view.deployment_id,
    }
    connection.execute(insert(t.process_definition).values(version))
    saved = _find_definition(connection, view.key)
    if saved is None:
        raise LookupError(f"Expected process {view.key} right after it was stored")
    replace_starts(connection, view.key, starts_of(deployment, saved))
    return saved
