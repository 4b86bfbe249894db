"""Made-up shares and contributions for the demo, of two tasks and the counties; no figure is a record."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from lianyungang.demo_clock import moment
from progress.contributions import actions, lead_actions
from progress.contributions.actions import ContributionContent, Given
from progress.contributions.share_actions import share_out
from progress.ledger.owed_contributions import shared_task
from progress.ledger.shares import partners_of, seal_of_shares
from progress.models import Contribution, Measurement, ReportingPeriod
from progress.rules.shares import Share
from projects.models import Target, Unit, User
from projects.rules.states import UnitKind

YEAR, QUARTER = 2021, 2
WHOLE, PART = (1, 1), (2, 1)  # task and target: all sent and adopted; one returned, one still owed
SHARED, SENT, DECIDED = date(2021, 6, 28), date(2021, 7, 6), date(2021, 7, 8)
TEXT = "（演示数据）本县区承担的项目按序时推进，未发现影响年度目标的问题。"
WORD = "（演示）与现场调度情况不一致，请核对后重报。"


def load_shares(today: date) -> None:
    """One task whose counties have all sent theirs, and one that its lead still waits for."""
    period = ReportingPeriod.objects.filter(yearly_list__year=YEAR, quarter=QUARTER).first()
    if period is None or today < DECIDED:
        return
    for (number, order), is_whole in ((WHOLE, True), (PART, False)):
        target = Target.objects.filter(task__yearly_list__year=YEAR, task__number=number, order=order)
        found = target.select_related("task__yearly_list", "reporting_unit").first()
        if found is not None:
            _load(found, period, is_whole=is_whole)


def _load(target: Target, period: ReportingPeriod, *, is_whole: bool) -> None:
    units = [unit for unit in partners_of(target.task) if unit.kind == UnitKind.DISTRICT]
    lead = User.objects.filter(unit__reports__task=target.task, role="filer").order_by("unit__order").first()
    if not units or lead is None:
        return
    parts = _split(target.quantity, len(units))
    shares = {unit.pk: Share(part) for unit, part in zip(units, parts, strict=True) if part}
    share_out(target, shares=shares, based_on=0, at=moment(SHARED, 10), by=lead)
    reported = Measurement.objects.filter(target=target, report__period=period, value__isnull=False).first()
    done = _split(reported.value if reported else target.quantity / 2, len(shares))
    holders = [unit for unit in units if unit.pk in shares]
    for place, (unit, value) in enumerate(zip(holders, done, strict=True)):
        if is_whole or place != len(holders) - 1:
            is_returned = not is_whole and place == 0
            _contribute(target, period, unit, value, lead, is_returned=is_returned)


def _contribute(
    target: Target, period: ReportingPeriod, unit: Unit, value: Decimal, lead: User, *, is_returned: bool
) -> None:
    by = User.objects.get(username=unit.code)
    paper = Contribution(period=period, task=target.task, unit=unit)
    content = ContributionContent(text=TEXT, values={target.pk: Given(value)})
    saved = actions.save_draft(paper, content=content, based_on=0, at=moment(SENT, 10), by=by)
    owed = shared_task(period, target.task, unit, SENT)
    shown = seal_of_shares(owed.lines if owed else ())
    sent = actions.submit(saved, shown=shown, based_on=saved.version, at=moment(SENT, 10), by=by)
    decided = {"based_on": sent.version, "at": moment(DECIDED, 10), "by": lead}
    if is_returned:
        lead_actions.return_to_unit(sent, reason=WORD, **decided)
    else:
        lead_actions.adopt(sent, **decided)


def _split(total: Decimal, number: int) -> Sequence[Decimal]:
    """Whole pieces, as even as they come; what is no whole piece goes to the first."""
    whole = int(total)
    each, rest = divmod(whole, number)
    parts = [Decimal(each + (place < rest)) for place in range(number)]
    return [parts[0] + (total - whole), *parts[1:]]
