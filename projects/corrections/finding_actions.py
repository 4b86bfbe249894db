"""Answers (处理) to what the reading of a document asked a person to look at (疑点)."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from projects.log.actions import record
from projects.log.acts import Act
from projects.models import Decision, Finding, User
from projects.rules import addresses
from projects.rules.errors import Refused

FINDING_SETTLED = Act("finding_settled", "处理疑点")
FINDING_REOPENED = Act("finding_reopened", "撤销疑点处理")


@transaction.atomic
def settle(finding: Finding, *, answer: str, at: datetime, by: User) -> Decision:
    """Answer one finding. Refused without words, and where somebody has answered it already."""
    locked = _lock(finding)
    if not answer.strip():
        raise Refused("请写明处理意见。")
    decision = Decision.objects.filter(finding=locked).first()
    if decision:
        raise Refused(f"“{locked.message}”已经处理：{decision.answer}。如需重新处理，请先撤销。")
    decision = Decision.objects.create(finding=locked, answer=answer.strip(), decided_at=at, decided_by=by)
    record(
        FINDING_SETTLED,
        by=by,
        at=at,
        obj=locked,
        url=_url(locked),
        detail={"code": locked.code, "answer": decision.answer},
    )
    return decision


@transaction.atomic
def settle_all(findings: Iterable[Finding], *, answer: str, at: datetime, by: User) -> list[Decision]:
    """Give many findings the same answer, each as if alone: all or none."""
    chosen = list(findings)
    if not chosen:
        raise Refused("请至少勾选一条疑点。")
    return [settle(finding, answer=answer, at=at, by=by) for finding in chosen]


@transaction.atomic
def reopen(finding: Finding, *, at: datetime, by: User) -> Finding:
    """Take an answer back; the log keeps it."""
    locked = _lock(finding)
    decision = Decision.objects.filter(finding=locked).first()
    if decision is None:
        raise Refused("这条疑点尚未处理，无需撤销。")
    answer = decision.answer
    decision.delete()
    record(
        FINDING_REOPENED,
        by=by,
        at=at,
        obj=locked,
        url=_url(locked),
        detail={"code": locked.code, "answer": answer},
    )
    return locked


def _lock(finding: Finding) -> Finding:
    return (
        Finding.objects.select_for_update(of=("self",))
        .select_related("yearly_list", "task")
        .get(pk=finding.pk)
    )


def _url(finding: Finding) -> str:
    year = finding.yearly_list.year
    return addresses.task(year, finding.task.number) if finding.task else addresses.findings(year)
