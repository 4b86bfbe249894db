"""The part of a bulletin's text about filing: what was owed and came, what is missing, late, not refiled."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from progress.bulletins.phrases import items
from progress.rules.figures import Figures, named
from progress.rules.states import UNPLANNED_MARK, VerdictClass
from projects.paper.paragraphs import PART, SECTION, Paragraph
from projects.rules.calendar import day_words


def filing_section(figures: Figures) -> Iterator[Paragraph]:
    """报送情况: the counts, then the units that are missing, late, did not refile, or never filed a plan."""
    yield Paragraph("filing", head="报送情况", level=SECTION)
    yield Paragraph("filing.counts", _filing_counts(figures))
    missing = [f"{each.unit}（{items(each.missing)}）" for each in figures.unit_filings if each.missing]
    if missing:
        yield Paragraph(
            "filing.missing",
            f"未按期报送的有{len(missing)}个单位：{named(missing)}。",
            head="未报",
            level=PART,
        )
    late = [f"{each.unit}（{_late(each.late)}）" for each in figures.unit_filings if each.late]
    if late:
        yield Paragraph(
            "filing.late", f"逾期后报送的有{len(late)}个单位：{named(late)}。", head="迟报", level=PART
        )
    again = [f"{each.unit}（{items(each.not_refiled)}）" for each in figures.unit_filings if each.not_refiled]
    if again:
        yield Paragraph(
            "filing.not_refiled",
            f"退回后未按期重报的有{len(again)}个单位：{named(again)}。",
            head="退回未重报",
            level=PART,
        )
    unplanned = _unplanned(figures)
    if unplanned:
        told = named(f"{unit}（{items(numbers)}）" for unit, numbers in unplanned.items())
        yield Paragraph(
            "filing.unplanned",
            f"既无序时进度、又无备案实施方案的任务，列为待评定：{told}。",
            head="未备案",
            level=PART,
        )


def _unplanned(figures: Figures) -> dict[str, list[int]]:
    """The tasks 待评定 that never had a plan, by lead."""
    found = defaultdict(list)
    for task in figures.tasks:
        if task.code == VerdictClass.UNMEASURED and UNPLANNED_MARK in task.remarks:
            for unit in task.leads:
                found[unit].append(task.number)
    return found


def _filing_counts(figures: Figures) -> str:
    """How many reports are owed, filed, accepted; what is not accepted is told apart."""
    filing = figures.filing
    if not filing.owed:
        return "本季度各牵头单位无应报送的进展报告。"
    if filing.submitted == filing.accepted == filing.owed:
        return f"各牵头单位应报送进展报告{filing.owed}份，均已报送并审核通过" + (
            "。" if filing.late else "，无未报、迟报。"
        )
    states = (("审核通过", filing.accepted), ("待审核", filing.pending), ("退回修改", filing.returned))
    parts = named(f"{word}{count}份" for word, count in states if count)
    open_ones = [
        f"{word}{count}份"
        for word, count in (("未报", filing.missing), ("未到期尚未报送", filing.unsubmitted))
        if count
    ]
    filed = f"截至{day_words(figures.drawn_on)}已报送{filing.submitted}份" + (f"（{parts}）" if parts else "")
    told = "，".join([f"各牵头单位应报送进展报告{filing.owed}份", filed, *open_ones])
    return f"{told}。本通报采用的数据均已审核通过。"


def _late(tasks: Sequence) -> str:
    """第48项迟报1天; several with the same delay together."""
    by_days = defaultdict(list)
    for each in tasks:
        by_days[each.days].append(each.number)
    return "，".join(f"{items(numbers)}迟报{days}天" for days, numbers in by_days.items())
