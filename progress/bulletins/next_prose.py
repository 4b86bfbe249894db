"""The parts of a bulletin's text that sum problems up by their causes, and that ask for what comes next."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence

from progress.bulletins.phrases import items
from progress.rules.causes import KINDS, OTHER, kind_of, kind_word
from progress.rules.figures import Figures, Measure, TaskFigure, named
from projects.paper.paragraphs import PART, POINT, SECTION, Paragraph

MEETING = "会办"


def problem_section(figures: Figures) -> Iterator[Paragraph]:
    """Kinds of causes, the most frequent first: how many tasks, which, and who leads them."""
    yield Paragraph("problems", head="存在问题", level=SECTION)
    tasks = figures.with_problems
    if not tasks:
        yield Paragraph("problems.none", "各牵头单位未反映需要协调解决的问题。")
        return
    groups = defaultdict(list)
    for each in tasks:
        groups[kind_of(each.problems)].append(each)
    order = [*KINDS, OTHER]
    ranked = sorted(groups, key=lambda kind: (kind == OTHER, -len(groups[kind]), order.index(kind)))
    kinds = f"，按主要原因分为{len(ranked)}类" if len(ranked) > 1 else ""
    yield Paragraph(
        "problems.counts", f"牵头单位在{len(tasks)}项任务的报告中反映了存在问题{kinds}，具体见进展情况表。"
    )
    for kind in ranked:
        yield Paragraph(f"problem:{kind}", _kind(groups[kind]), head=kind_word(kind), level=POINT)


def _kind(tasks: Sequence[TaskFigure]) -> str:
    """涉及2项任务（第51项、第65项），牵头单位为市教育局、市民政局."""
    units = list(dict.fromkeys(unit for each in tasks for unit in each.leads))
    leads = f"，牵头单位为{named(units)}" if units else ""
    return f"涉及{len(tasks)}项任务（{items(each.number for each in tasks)}）{leads}。"


def next_section(figures: Figures) -> Iterator[Paragraph]:
    """What is asked of the units; of meetings and notices only those that are on record."""
    yield Paragraph("next", head="下一步工作", level=SECTION)
    lagging = {each.number for each in figures.laggards}
    if lagging:
        text = f"滞后项目牵头单位要逐项分析原因，倒排工期，落实责任，{_aim(figures)}。"
        text += _on_record(figures.measures, lagging)
        yield Paragraph("next.behind", text, head="加快滞后项目进度", level=PART)
    filing = "" if figures.is_public else _filing(figures)
    if filing:
        yield Paragraph("next.filing", filing, head="严格报送要求", level=PART)
    yield Paragraph("next.all", _all(figures), head="压实工作责任", level=PART)


def _aim(figures: Figures) -> str:
    if figures.is_years_last_word:
        return "尽快完成年度任务"
    return "确保年底前完成年度任务" if figures.quarter >= 3 else "确保下季度末赶上序时进度"


def _filing(figures: Figures) -> str:
    """The units stand in 报送情况; here only what is asked of them."""
    missing = {number for each in figures.unit_filings for number in each.missing}
    again = {number for each in figures.unit_filings for number in each.not_refiled}
    kinds = [word for word, found in (("未报", missing), ("退回未重报", again)) if found]
    wanted = f"{named(kinds)}的单位要抓紧补报进展情况，如实反映完成数据。" if kinds else ""
    is_late = any(each.late for each in figures.unit_filings)
    rule = "各单位要按时报送，确保数据真实准确。" if kinds or is_late else ""
    laggards = {each.number for each in figures.laggards}  # above, with the laggards
    return wanted + _on_record(figures.measures, (missing | again) - laggards) + rule


def _on_record(measures: Sequence[Measure], numbers: Collection[int]) -> str:
    """第98项已会办，…。已印发督办单1份（督〔2021〕3号，第7项），…: nothing that is not on record."""
    found = [each for each in measures if each.number in numbers]
    met = [each.number for each in found if each.word == MEETING]
    said = f"{items(met)}已召开会办会议，有关单位要抓紧落实议定事项。" if met else ""
    notices = defaultdict(list)
    for each in found:
        if each.word != MEETING:
            notices[each.word, each.reference].append(each.number)
    if notices:
        sent = named(f"{word}（{reference}，{items(tasks)}）" for (word, reference), tasks in notices.items())
        said += f"已印发{sent}，有关单位要按期回复并抓好整改。"
    return said


def _all(figures: Figures) -> str:
    together = "各共同责任单位要密切配合，形成合力"
    if not figures.is_year:
        return f"各牵头单位要紧盯年度目标，对照序时进度逐项推进，确保全面完成年度任务；{together}。"
    if figures.tally.done == figures.tally.total:
        return "各牵头单位要巩固已完成任务的成效，做好后续管理。"
    return f"各牵头单位要对未完成的任务持续推进，确保承诺事项全部兑现；{together}。"
