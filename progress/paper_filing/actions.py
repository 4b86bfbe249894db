"""代填: the office files for a unit from its stamped paper (domain.md, Paper and earlier quarters).

It counts as the unit's, on the day that the paper came in; somebody else accepts it.
"""

from datetime import date, datetime, time
from typing import ClassVar

from django.db import transaction

from progress.models import Report
from progress.reports import actions as reports
from progress.reports.actions import ReportContent, ReportFiling
from projects.evidence.actions import Description, attach, describe
from projects.files.uploads import LookedAt
from projects.filing import actions as filing
from projects.log.acts import Act
from projects.models import User
from projects.rules.calendar import ZONE, local_day
from projects.rules.errors import NotYours, Refused
from projects.rules.filing import Step

SCAN = "盖章纸质报告扫描件"
NOON = time(12)
FILED = Act("report_filed_from_paper", "代填报告")


class PaperFiling(ReportFiling):
    """A report that the office types; the stamp on the paper is the signature."""

    acts: ClassVar[dict[Step, Act]] = {**reports.ACTS, Step.SUBMIT: FILED}

    def __init__(self, came_on: date) -> None:
        super().__init__()
        self.came_on = came_on

    def check_may(self, paper: Report, by: User) -> None:
        """NotYours for anybody but the coordinator, who does not file for the own unit so."""
        if not by.has_perm("file_for_units"):
            raise NotYours("只有协调员可以代填。")
        if by.unit_id == paper.unit_id:
            raise NotYours("本单位的报告由本单位填报员填报，不作代填。")

    def is_signed(self, paper: Report) -> bool:
        """On the paper."""
        return False

    def hand_in(self, paper: Report, *, at: datetime, by: User) -> dict:
        """As the unit's own, on the day that the paper came in."""
        came_at = datetime.combine(self.came_on, NOON, ZONE)
        if local_day(at) == self.came_on:
            came_at = min(came_at, at)
        kept = super().hand_in(paper, at=came_at, by=by)
        return {**kept, "submitted_at": came_at}


@transaction.atomic
def save_from_paper(
    report: Report,
    *,
    content: ReportContent,
    scan: LookedAt | None,
    came_on: date | None,
    based_on: int,
    at: datetime,
    by: User,
) -> Report:
    """保存草稿 of what is typed from the paper; its scan and the day that it came in may follow."""
    filed = PaperFiling(came_on or local_day(at))
    filed.check_may(report, by)
    if came_on is not None:
        _check_day(report, came_on, local_day(at))
    saved = reports.save_draft(report, content=content, filed=filed, based_on=based_on, at=at, by=by)
    saved.came_on_paper = came_on
    saved.save(update_fields=["came_on_paper"])
    return _with_scan(saved, filed, scan, at=at, by=by)


@transaction.atomic
def file_from_paper(
    report: Report,
    *,
    content: ReportContent,
    scan: LookedAt | None,
    came_on: date,
    based_on: int,
    at: datetime,
    by: User,
) -> Report:
    """代填: what the paper says, with its scan (that of the draft, where none is given), submitted at once.

    All of it or nothing. Refused without the scan, or where the paper came before the quarter was opened or
    after today.
    """
    filed = PaperFiling(came_on)
    filed.check_may(report, by)
    _check_day(report, came_on, local_day(at))
    if scan is None and not has_scan(report):
        raise Refused("请上传盖章纸质报告的扫描件或照片。")
    saved = reports.save_draft(report, content=content, filed=filed, based_on=based_on, at=at, by=by)
    saved = _with_scan(saved, filed, scan, at=at, by=by)
    return filing.submit(saved, filing=filed, based_on=saved.version, at=at, by=by)


def has_scan(report: Report) -> bool:
    """Whether the scan was uploaded with the draft."""
    return report.evidence.in_place().filter(caption=SCAN).exists()


def _with_scan(saved: Report, filed: PaperFiling, scan: LookedAt | None, *, at: datetime, by: User) -> Report:
    """The report with the scan among its evidence, once."""
    if scan is None:
        return saved
    if not saved.evidence.in_place().filter(file__sha256=scan.sha256).exists():
        saved = attach(saved, filing=filed, file=scan, based_on=saved.version, at=at, by=by)
    key = saved.evidence.in_place().filter(file__sha256=scan.sha256).values_list("pk", flat=True).get()
    describe(saved, said={key: Description(SCAN)}, known=())
    return saved


def _check_day(report: Report, came_on: date, today: date) -> None:
    opened = local_day(report.period.opened_at)
    if not opened <= came_on <= today:
        raise Refused(f"纸质报告收到日期应在{opened:%Y-%m-%d}（开启填报）至今天之间。")
