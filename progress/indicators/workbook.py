"""规划指标监测评估 as a workbook: the table of indicators, what the units said."""

from collections.abc import Sequence

from progress.indicators.reads import Evaluation, JudgedIndicator, counted
from progress.models import YearlyValue
from progress.rules.states import YearlyValueState
from projects.filing import kept_rounds
from projects.paper.house import HOUSE
from projects.paper.sheets import Column, Sheet, workbook_bytes
from projects.rules.calendar import day_words
from projects.rules.indicator_aims import Aim

TEXTS = (
    ("现状", "situation"),
    ("趋势", "trend"),
    ("原因", "cause"),
    ("目标调整建议", "adjustment"),
    ("下一步措施", "measures"),
)
SAID = (
    Column("序号", 6, "center"),
    Column("指标", 26),
    Column("数据来源", 20),
    *(Column(head, 30) for head, _ in TEXTS),
)


def evaluation_workbook(of: Evaluation) -> bytes:
    """Two sheets; only accepted values stand in it."""
    plan, found, year = of.plan, of.found, of.year
    title = f"{plan.start_year}—{plan.end_year}年规划指标{year}年监测评估{of.whose}"
    counts = "，".join(f"{word}{count}项" for word, count in counted(found))
    told = f"共{len(found)}项指标：{counts}"
    note = "　".join(filter(None, (day_words(of.dated), told, HOUSE.mark)))
    values = [Column(f"{each}年", 10, "center") for each in plan.years if each <= year]
    columns = (
        Column("序号", 6, "center"),
        Column("领域", 12),
        Column("指标", 34),
        Column("单位", 9, "center"),
        Column("属性", 9, "center"),
        Column(f"{plan.base_year}年", 10, "center"),
        *values,
        Column(f"{year}年预期", 10, "center"),
        Column(f"{plan.end_year}年目标", 10, "center"),
        Column("评估", 12, "center"),
        Column("责任单位", 18),
    )
    rows = tuple(_row(each, year) for each in found)
    return workbook_bytes(
        Sheet("指标", columns, rows, title=title, note=note, frozen_columns=3, filterable=True),
        Sheet("情况说明", SAID, tuple(texts_of(found, year)), title=title, note=note, frozen_columns=2),
    )


def _row(each: JudgedIndicator, year: int) -> tuple:
    indicator = each.indicator
    values = [each.values.get(of) for of in indicator.plan.years if of <= year]
    return (
        indicator.number,
        indicator.domain_words,
        indicator.name,
        indicator.measure,
        indicator.attribute,
        _printed(indicator.base, indicator.base_words),
        *("—" if value is None else value for value in values),
        "—" if each.expected is None else each.expected,
        _printed(indicator.target, indicator.target_printed),
        each.word,
        indicator.unit.name if indicator.unit else "未指定",
    )


def _printed(aim: Aim | None, printed: str) -> object:
    """A number as a number; what has a comparator or is a sum as it was printed."""
    is_bare = aim is not None and not aim.comparator and not aim.is_sum
    return aim.amount if is_bare else printed or "—"


def texts_of(found: Sequence[JudgedIndicator], year: int) -> list[tuple]:
    """What was said with the accepted values of the year, by indicator."""
    told = [each.indicator.pk for each in found]
    accepted = YearlyValue.objects.filter(indicator__in=told, year=year, state=YearlyValueState.ACCEPTED)
    rows = []
    for paper in accepted.select_related("indicator").order_by("indicator__number"):
        said = kept_rounds.last_kept(paper)
        texts = [said[name] for _, name in TEXTS]
        rows.append((paper.indicator.number, paper.indicator.name, said["source"], *texts))
    return rows
