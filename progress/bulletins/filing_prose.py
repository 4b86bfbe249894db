"""The part of a bulletin's text about filing: what was owed and came, what is missing, late, not refiled."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter

from progress.bulletins.phrases import items
from progress.rules.figures import Figures, UnitFiling, named
from progress.rules.states import UNPLANNED_MARK, OpenReason, VerdictClass
from projects.paper.paragraphs import PART, SECTION, Paragraph
from projects.rules.calendar import day_words

MISSING, NOT_REFILED, LATE = "filing.missing", "filing.not_refiled", "filing.late"
KINDS = (  # key, head, what is said of the units, whom it concerns: the gravest first
    (MISSING, "未报", "未按期报送", attrgetter("missing")),
    (NOT_REFILED, "退回未重报", "退回后未按期重报", attrgetter("not_refiled")),
    (LATE, "迟报", "逾期后报送", attrgetter("late")),
)


def filing_section(figures: Figures) -> Iterator[Paragraph]:
    """报送情况: the counts, then the units that are missing, late, did not refile, or never filed a plan."""
    yield Paragraph("filing", head="报送情况", level=SECTION)
    yield Paragraph("filing.counts", _filing_counts(figures))
    parts = list(_parts(figures))
    for key, head, text in parts:
        if len(parts) > 1:
            yield Paragraph(key, text, head=head, level=PART)
        else:
            yield Paragraph(key, text)


def _parts(figures: Figures) -> Iterator[tuple[str, str, str]]:
    """Key, head and text of each kind that occurs."""
    mentioned: set[str] = set()
    for key, head, words, of in KINDS:
        units = [each for each in figures.unit_filings if of(each) and each.unit not in mentioned]
        also = "另" if any(of(each) for each in figures.unit_filings if each.unit in mentioned) else ""
        mentioned.update(each.unit for each in units)
        if units:
            text = f"{words}的{also}有{len(units)}个单位：{named(_unit(each, key) for each in units)}。"
            yield key, head, text
    unplanned = _unplanned(figures)
    if unplanned:
        words = named(f"{unit}（{items(numbers)}）" for unit, numbers in unplanned.items())
        text = f"既无序时进度、又无备案实施方案的任务，列为待评定：{words}。"
        yield "filing.unplanned", "未备案", text


def _unit(filing: UnitFiling, key: str) -> str:
    """市教育局（第3项，另第5项迟报1天）: a unit stands once, under the gravest, with all that it owes."""
    rest = []
    if filing.not_refiled and key == MISSING:
        rest.append(f"{items(filing.not_refiled)}退回未重报")
    if filing.late and key != LATE:
        rest.append(_late(filing.late))
    first = {
        MISSING: items(filing.missing),
        NOT_REFILED: items(filing.not_refiled),
        LATE: _late(filing.late),
    }[key]
    return f"{filing.unit}（{'，另'.join([first, *rest])}）"


def _unplanned(figures: Figures) -> dict[str, list[int]]:
    """The tasks 待评定 because they never had a plan, by lead: the very ones that the equation counts."""
    found = defaultdict(list)
    for task in figures.tasks:
        is_marked = task.code == VerdictClass.UNMEASURED and UNPLANNED_MARK in task.remarks
        if is_marked and task.reason in (OpenReason.UNPLANNED, ""):  # older figures say no reason
            for unit in task.leads:
                found[unit].append(task.number)
    return found


def _filing_counts(figures: Figures) -> str:
    """How many reports are owed, filed, accepted; what is not accepted is counted apart."""
    filing = figures.filing
    if not filing.owed:
        if figures.when.is_year_end:
            return "四季度各项任务均已完成，无应报送的年底核定报告。"
        return f"{figures.when.label}各牵头单位无应报送的进展报告。"
    owed = f"各牵头单位应报送{'年底核定' if figures.when.is_year_end else '进展'}报告{filing.owed}份"
    if filing.submitted == filing.accepted == filing.owed:
        return f"{owed}，均已报送并审核通过" + ("。" if filing.late else "，无未报、迟报。")
    states = (("审核通过", filing.accepted), ("待审核", filing.pending), ("退回修改", filing.returned))
    parts = named(f"{word}{count}份" for word, count in states if count)
    open_ones = [
        f"{word}{count}份"
        for word, count in (("未报", filing.missing), ("未到期尚未报送", filing.unsubmitted))
        if count
    ]
    filed = f"截至{day_words(figures.drawn_on)}已报送{filing.submitted}份" + (f"（{parts}）" if parts else "")
    sentence = "，".join([owed, filed, *open_ones])
    return f"{sentence}。本通报采用的数据均已审核通过。"


def _late(tasks: Sequence) -> str:
    """第48项迟报1天; several with the same delay together."""
    by_days = defaultdict(list)
    for each in tasks:
        by_days[each.days].append(each.number)
    return "、".join(f"{items(numbers)}迟报{days}天" for days, numbers in by_days.items())
