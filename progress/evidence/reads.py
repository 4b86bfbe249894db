"""The evidence of reports: what stands, and how many files prove what."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from functools import cache

from django.db.models import BigIntegerField

from progress.ledger.shares import leads_task
from progress.ledger.sight import is_partner_of
from progress.models import Evidence, Notice, Report, ReportingPeriod
from progress.rules.states import WRITABLE_STATES, BackfillState
from projects.evidence.archive import Origin
from projects.models import User
from projects.models.readings import Reading
from projects.models.statements import among
from projects.rules.filing import HANDED_IN


def evidence_of(reports: Iterable[Report]) -> dict[int, list[Evidence]]:
    """What stands of each report, by its key; by one query."""
    found = defaultdict(list)
    for row in _evidence_of().ask(reports=[each.pk for each in reports]):
        found[row.report_id].append(row)
    return found


@cache
def _evidence_of() -> Reading[Evidence]:
    of_reports = among("report_id", "reports", of=BigIntegerField())
    return Reading(Evidence.objects.in_place().filter(of_reports).in_order())


def numbers_of(rows: Iterable[Evidence]) -> Mapping[str, int]:
    """How many files prove what, by the name of its field."""
    return Counter(row.about for row in rows)


def evidence_for(key: int, user: User) -> Evidence | None:
    """One file for who may read its paper; None where that is not this person, or nothing is there."""
    found = Evidence.objects.select_related("file", "report", "reply__notice", "contribution", "backfill")
    found = found.select_related("extension", "closure", "yearly_value", "follow_up")
    row = found.filter(pk=key).first()
    if row is None:
        return None
    return row if _reads(row, user) else None


def _reads(row: Evidence, user: User) -> bool:
    """Whether this person may read its paper."""
    if row.contribution:
        return _reads_contribution(row, user)
    if row.backfill:
        return _reads_backfill(row, user)
    if row.extension:
        return _is_own(row.extension.unit_id, user) or user.has_perm("read_everything")
    if row.closure:
        return is_partner_of(row.closure.task_id, user)
    if row.yearly_value or row.follow_up:
        return _reads_own_paper(row, user)
    return _reads_report(row.report, user) if row.report else _reads_reply(row, user)


def _is_own(unit: int, user: User) -> bool:
    return unit == user.unit_id and user.has_perm("file_reports")


def _reads_report(report: Report, user: User) -> bool:
    """The units of the task and the offices, as its page; who writes it while it may be written."""
    is_own = report.unit_id == user.unit_id and user.has_perm("file_reports")
    return (is_own and report.state in WRITABLE_STATES) or is_partner_of(report.task_id, user)


def _reads_reply(row: Evidence, user: User) -> bool:
    """The addressee; what was submitted also those who may see the notice."""
    notice = row.reply.notice
    if notice.unit_id == user.unit_id and user.has_perm("file_reports"):
        return True
    return row.was_submitted and Notice.objects.filter(pk=notice.pk).visible_to(user).exists()


def _reads_contribution(row: Evidence, user: User) -> bool:
    """The unit itself; what was sent also the task's leads and the offices."""
    sent = row.contribution
    if sent.unit_id == user.unit_id and user.has_perm("file_reports"):
        return True
    return row.was_submitted and (user.has_perm("read_everything") or leads_task(sent.task_id, user))


def _reads_own_paper(row: Evidence, user: User) -> bool:
    """Of a yearly value or a 后续报告: the unit itself; what was submitted also the offices, as its page."""
    if _is_own(row.paper.unit_id, user):
        return True
    return row.was_submitted and user.has_perm("read_everything")


def _reads_backfill(row: Evidence, user: User) -> bool:
    """The offices; once the quarter counts as issued everybody, as any issue."""
    is_issued = row.backfill.state == BackfillState.ACCEPTED and row.taken_away_at is None
    return is_issued or user.has_perm("read_everything")


def evidence_in(period: ReportingPeriod) -> list[Evidence]:
    """What stands of the reports and contributions of a quarter that were sent, in the order of the tasks."""
    rows = Evidence.objects.in_place().select_related("file", "target", "item", "added_by")
    reports = rows.filter(report__period=period, report__state__in=HANDED_IN)
    sent = rows.filter(contribution__period=period, contribution__state__in=HANDED_IN, was_submitted=True)
    found = [
        *reports.select_related("report__task", "report__unit"),
        *sent.select_related("contribution__task", "contribution__unit"),
    ]
    return sorted(
        found, key=lambda row: (row.paper.task.number, _is_beside(row), row.paper.unit.order, row.pk)
    )


def _is_beside(row: Evidence) -> bool:
    """A co-responsible unit's stand behind the leads'."""
    return row.contribution_id is not None


def origin_of(row: Evidence) -> Origin:
    """Where a file of a report or a contribution stands in the archive."""
    paper = row.paper
    if _is_beside(row):
        return Origin(paper.task, paper.unit, "协同", "（协同）")
    return Origin(paper.task, paper.unit, "牵头")
