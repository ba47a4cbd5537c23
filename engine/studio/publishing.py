"""From a draft to a published version: its check, the second person's word, earlier versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from engine.core import policy
from engine.core.people import Person
from engine.errors import DeploymentRefused, Finding, InvalidState, NotPermitted, Text
from engine.handlers.deploy import SHARED, file_kind
from engine.studio.drafts import Drafts
from engine.studio.model import Act, Record, Review, ReviewState, StudioDraft, StudioFile
from engine.studio.texts import check_texts
from engine.studio.tools import FilesToPublish, StudioTools


@dataclass(frozen=True, slots=True, kw_only=True)
class Release:
    """What became of a publication: the version, or a draft that waits for its reviewer."""

    version: int
    draft: StudioDraft | None = None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Publishing:
    """Over the drafts of one database. Nobody ever approves what they have changed themselves."""

    tools: StudioTools
    drafts: Drafts

    def check(
        self, draft: StudioDraft, unsaved: Mapping[str, str | None] | None = None
    ) -> tuple[Finding, ...]:
        """What publishing would say now, errors first; with texts laid over that are not saved."""
        laid = self._laid_over(draft, unsaved or {})
        files = _as_files(laid.files)
        found = [*self.tools.publisher().examine(files), *self._of_the_draft(laid)]
        said = {(one.rule, one.element_id, one.text.en) for one in found}
        for name, content in files:
            if file_kind(name) == "process":
                found += [
                    one
                    for one in self.tools.diagrams.inspect(name, content)
                    if (one.rule, one.element_id, one.text.en) not in said
                ]
        return tuple(sorted(found, key=lambda one: (one.severity != "error", one.line or 0)))

    def _laid_over(self, draft: StudioDraft, unsaved: Mapping[str, str | None]) -> StudioDraft:
        check_texts(unsaved, self.tools.diagrams.well_formed)
        files = {one.name: one for one in draft.files}
        for name, text in unsaved.items():
            known = files.pop(name, None) or StudioFile(name=name, text="")
            if text is not None:
                files[name] = replace(known, text=text)
        return replace(draft, files=tuple(files.values()))

    def _of_the_draft(self, draft: StudioDraft) -> Iterator[Finding]:
        """What the deployment cannot know: which process was meant, what was published since."""
        if draft.key not in SHARED.values():
            keys = {one.key for one in self.tools.definitions_in(draft)}
            if keys and draft.key not in keys:
                yield _other_process(draft.key)
        for name in self.drafts.overtaken(draft):
            yield _overtaken(name)

    def needs_review(self, draft: StudioDraft) -> bool:
        """Whether the published version, the draft, or another process that it changes says so."""
        if any(one.reviewed for one in self.tools.definitions_in(draft)):
            return True
        return self.tools.publisher().asks_review(_as_files(draft.files))

    def request(self, key: str, by: Person, version: int, note: str) -> StudioDraft:
        """Ask another owner. Raises DeploymentRefused for what could not be published."""
        draft = self.drafts.current(key, version)
        self._refuse_wrong(draft)
        review = Review(
            state=ReviewState.REQUESTED,
            digest=draft.digest,
            asked_by=by.id,
            asked_at=self.tools.clock.now(),
            note=note,
        )
        asked = replace(draft, version=version + 1, review=review)
        record = self.drafts.record(draft, by, Act.REQUESTED, note)
        return self.drafts.kept(asked, record, self.tools.telling(asked, by))

    def judge(self, key: str, by: Person, version: int, verdict: tuple[bool, str]) -> StudioDraft:
        """Approve or refuse with a reason what was asked. Raises NotPermitted for its authors."""
        draft = self.drafts.current(key, version)
        review, (approved, reason) = draft.review, verdict
        if review is None or review.state is not ReviewState.REQUESTED:
            raise InvalidState("没有待复核的草稿", "Expected a draft that waits for a review")
        if not may_judge(by, draft):
            raise NotPermitted(
                "改动过或提交了草稿的人不能复核它",
                "Expected another owner: who has changed or handed in a draft cannot approve it",
            )
        if not (approved or reason.strip()):
            raise InvalidState("不同意须写明理由", "Expected the reason of a refusal")
        act = Act.APPROVED if approved else Act.REFUSED
        decided = replace(
            review,
            state=ReviewState(act.value),
            decided_by=by.id,
            decided_at=self.tools.clock.now(),
            reason=reason,
        )
        judged = replace(draft, version=version + 1, review=decided)
        record = self.drafts.record(draft, by, act, reason)
        return self.drafts.kept(judged, record, self.tools.telling(judged, by))

    def publish(
        self, key: str, by: Person, version: int, note: str, act: Act = Act.PUBLISHED
    ) -> Release:
        """Publish exactly what the draft holds; what was approved is what is published.

        Publishing once more after a crash makes no second version. Raises NotPermitted without
        the approval that is asked for, DeploymentRefused with every finding.
        """
        draft = self.drafts.current(key, version)
        reviewed = self._refuse_unapproved(draft)
        wrong = tuple(self._of_the_draft(draft))
        if wrong:
            raise DeploymentRefused(wrong)
        changed = [one for one in draft.files if one.digest != one.base]
        if not changed:
            raise InvalidState("草稿没有改动", "Expected a draft that changes something")
        done = self.tools.deploy(_as_files(changed), by, reviewed)
        view = self.tools.catalog.definition(key)
        record = replace(
            self.drafts.record(draft, by, act, note), version=view.version if view else 0
        )
        self.tools.store.drop(key, draft.version, record)
        return Release(version=record.version, findings=done.findings)

    def roll_back(self, key: str, by: Person, version: int, note: str) -> Release:
        """Publish an earlier version anew, or hand it to the reviewer who must agree."""
        draft = self.drafts.from_version(key, version, by)
        note = note or f"v{version}"
        try:
            if self.needs_review(draft):
                return Release(version=0, draft=self.request(key, by, draft.version, note))
            return self.publish(key, by, draft.version, note, Act.ROLLED_BACK)
        except DeploymentRefused:
            self.drafts.discard(key, by)
            raise

    def _refuse_unapproved(self, draft: StudioDraft) -> bool:
        """Whether it was approved; False where nobody asks for it. Raises NotPermitted."""
        if not self.needs_review(draft):
            return False
        review = draft.review
        approved = review is not None and review.state is ReviewState.APPROVED
        if review is None or not approved or review.digest != draft.digest:
            raise NotPermitted(
                "发布前须由另一位负责人同意", "Expected another owner's approval of this draft"
            )
        return True

    def _refuse_wrong(self, draft: StudioDraft) -> None:
        wrong = tuple(one for one in self.check(draft) if one.severity == "error")
        if wrong:
            raise DeploymentRefused(wrong)

    def reviewer_of(self, records: tuple[Record, ...], published: Record) -> str:
        """Who approved what a record says was published; empty if nobody was asked."""
        for one in reversed(records):
            if one.act is Act.APPROVED and one.digest == published.digest:
                return one.by if one.at <= published.at else ""
        return ""


def may_judge(person: Person, draft: StudioDraft) -> bool:
    """Whether this person may approve the draft: an owner who has no part in it."""
    asked_by = draft.review.asked_by if draft.review else ""
    part = person.id in draft.authors or person.id == asked_by
    return policy.may_deploy(person, draft.key) and not part


def _as_files(files: tuple[StudioFile, ...] | list[StudioFile]) -> FilesToPublish:
    return [(one.name, one.text.encode()) for one in files]


def _other_process(key: str) -> Finding:
    return Finding(
        rule="draft-process",
        severity="error",
        text=Text(
            zh=f"图中没有流程 {key}，草稿属于它",
            en=f"The diagram does not define {key}, whose draft this is",
        ),
        fix=Text(zh=f"把流程的标识改回 {key}", en=f"Set the id of the process to {key} again"),
    )


def _overtaken(name: str) -> Finding:
    return Finding(
        rule="published-since",
        severity="error",
        text=Text(
            zh=f"{name} 在草稿开始之后已由他人发布",
            en=f"{name} was published by somebody else since the draft began",
        ),
        file=name,
        fix=Text(
            zh="比较两个版本后确认，或放弃草稿重新开始",
            en="Compare both and confirm, or discard the draft and begin anew",
        ),
    )
