"""A bulletin's text, written from its figures in the wording and order of such bulletins (domain.md).

Every paragraph has a key that stays the same whatever the figures say, so that an officer's edit finds its
place again. Amounts are in Arabic digits, headings and quarters in Chinese ones (GB/T 15835).
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from progress.bulletins.correction_prose import correction_section
from progress.bulletins.filing_prose import filing_section
from progress.bulletins.past_prose import past_section
from progress.bulletins.phrases import good, items, sentence, share
from progress.rules.figures import Figures, GroupTally, Laggard, named
from progress.rules.standings import Tally
from progress.rules.states import GOOD, LAGGING, VerdictClass, verdict_word
from progress.rules.weighing import LAST_QUARTER
from projects.paper.paragraphs import PART, POINT, SECTION, Paragraph
from projects.rules.calendar import day_words
from projects.rules.city import City

MOST_PROBLEMS = 8  # groups that the text tells; all of them stand in the table


def prose(figures: Figures, *, city: City) -> tuple[Paragraph, ...]:
    """The whole text as the figures tell it."""
    sections = (
        correction_section(figures),
        _opening(figures, city),
        _overall(figures),
        _domains(figures),
        _behind(figures),
        filing_section(figures),
        past_section(figures),
        _problems(figures),
        _next_steps(figures, city),
    )
    return tuple(paragraph for section in sections for paragraph in section)


def _opening(figures: Figures, city: City) -> Iterator[Paragraph]:
    documents = [
        f"《{each.title}》" + (f"（{each.document_number}）" if each.document_number else "")
        for each in figures.basis
    ]
    basis = f"根据{'和'.join(documents)}要求，" if documents else ""
    offices = f"{city.coordinator}会同{city.supervisor}"
    reviewed = f"{offices}对各牵头单位截至{day_words(figures.as_of)}的进展情况进行了督查和汇总审核"
    yield Paragraph(
        "opening", f"{figures.breakdown}。{basis}{reviewed}。现将{figures.span}有关情况通报如下："
    )


def _overall(figures: Figures) -> Iterator[Paragraph]:
    tally = figures.tally
    yield Paragraph("overall", head="总体情况", level=SECTION)
    yield Paragraph(
        "overall.counts", f"从督查情况看，截至{day_words(figures.as_of)}，{_counts(tally, figures.quarter)}"
    )
    if tally.pending:
        yield Paragraph(
            "overall.pending",
            f"待审核的{tally.pending}项任务，进展报告已经报送、尚未审核通过，其数据未计入本次评价。",
        )
    if figures.tally_before:
        yield Paragraph(
            "overall.compared", _compared(tally, figures.tally_before, figures.when.previous.label)
        )


def _counts(tally: Tally, quarter: int) -> str:
    """120项任务中，按序时推进54项，占45.0%，其中超序时5项、达序时49项；滞后10项，占8.3%，其中严重滞后1项；…"""
    if tally.total and good(tally) == tally.total:
        all_of_them = "均" if tally.total > 1 else ""
        parts = _parts(tally, quarter)
        return f"{tally.total}项任务{all_of_them}按序时推进，其中{parts}，无滞后任务。"
    parts = f"，其中{_parts(tally, quarter)}"
    on_time = (
        f"按序时推进{good(tally)}项，占{share(good(tally), tally.total)}{parts}"
        if good(tally)
        else "尚无按序时推进的任务"
    )
    return f"{tally.total}项任务中，{on_time}；{'；'.join(_others(tally))}。"


def _parts(tally: Tally, quarter: int) -> str:
    named_counts = (
        (verdict_word(VerdictClass.COMPLETED, quarter), tally.completed),
        ("超序时", tally.ahead),
        ("达序时", tally.on_schedule),
    )
    return named(f"{word}{count}项" for word, count in named_counts if count)


def _others(tally: Tally) -> Iterator[str]:
    far = f"，其中严重滞后{tally.far_behind}项" if tally.far_behind else ""
    yield (
        f"滞后（未达序时）{tally.behind}项，占{share(tally.behind, tally.total)}{far}"
        if tally.behind
        else "无滞后任务"
    )
    if tally.unmeasured:
        reasons = named(f"{word}{count}项" for word, count in tally.reasons)
        yield f"待评定{tally.unmeasured}项" + (f"，其中{reasons}" if reasons else "")
    if tally.not_filed:
        yield f"未报{tally.not_filed}项"


def _compared(now: Tally, before: Tally, label: str) -> str:
    kinds = (
        ("按序时推进的任务", good(now) - good(before)),
        ("滞后任务", now.behind - before.behind),
        ("待评定和未报任务", now.unmeasured + now.not_filed - before.unmeasured - before.not_filed),
    )
    if not any(number for _, number in kinds):
        return f"与{label}相比，各类任务数量持平。"
    return f"与{label}相比，{'，'.join(f'{kind}{_difference(number)}' for kind, number in kinds)}。"


def _difference(number: int) -> str:
    return f"{'增加' if number > 0 else '减少'}{abs(number)}项" if number else "持平"


def _domains(figures: Figures) -> Iterator[Paragraph]:
    """Nothing where the list has no domains."""
    if figures.by_domain:
        yield Paragraph("domains", head="分领域情况", level=SECTION)
    if figures.by_domain and figures.has_custom_domains:
        yield Paragraph("domains.custom", "年度清单未划分领域，以下领域为汇总时自定。")
    for group in figures.by_domain:
        yield Paragraph(f"domain:{group.name}", _domain(figures, group), head=group.name, level=PART)


def _domain(figures: Figures, group: GroupTally) -> str:
    tally, total = group.tally, f"共{group.tally.total}项任务"
    if good(tally) == tally.total:
        return (
            f"{total}，均按序时推进，其中{_parts(tally, figures.quarter)}。"
            if tally.total > 1
            else f"{total}，按序时推进。"
        )
    if tally.behind == tally.total:
        return f"{total}，均未达序时（{_numbers(figures, group.name, LAGGING)}）。"
    kinds = (
        ("按序时推进", GOOD),
        ("滞后", LAGGING),
        ("待评定", (VerdictClass.UNMEASURED,)),
        ("未报", (VerdictClass.NOT_FILED,)),
    )
    told = [
        _kind(figures, group.name, word, codes) for word, codes in kinds if _of(figures, group.name, codes)
    ]
    return f"{total}，{'，'.join(told)}。"


def _kind(figures: Figures, domain: str, word: str, codes: Sequence[str]) -> str:
    """按序时推进8项, 滞后2项（第3、7项）: by number where it is not good."""
    return f"{word}{len(_of(figures, domain, codes))}项" + (
        "" if codes is GOOD else f"（{_numbers(figures, domain, codes)}）"
    )


def _of(figures: Figures, domain: str, codes: Sequence[str]) -> list[int]:
    return [each.number for each in figures.tasks if each.domain == domain and each.code in codes]


def _numbers(figures: Figures, domain: str, codes: Sequence[str]) -> str:
    return items(_of(figures, domain, codes))


def _behind(figures: Figures) -> Iterator[Paragraph]:
    """The laggards: the far behind apart where there are both kinds."""
    yield Paragraph("behind", head="滞后项目", level=SECTION)
    tasks = defaultdict(list)
    for each in figures.laggards:
        tasks[each.number].append(each)
    if not tasks:
        yield Paragraph(
            "behind.none",
            f"截至{day_words(figures.as_of)}，已评定的任务中无滞后项目。"
            if figures.tally.unmeasured
            else "本期无滞后项目。",
        )
    far = [lines for lines in tasks.values() if lines[0].code == VerdictClass.FAR_BEHIND]
    others = [lines for lines in tasks.values() if lines[0].code != VerdictClass.FAR_BEHIND]
    for key, word, group in (("far", "严重滞后", far), ("plain", "滞后（未达序时）", others)):
        if group:
            yield Paragraph(f"behind.{key}", f"共{len(group)}项。", head=word, level=PART)
        yield from (_laggard(lines) for lines in group)


def _laggard(lines: Sequence[Laggard]) -> Paragraph:
    """第11项：text, what is behind in each sub-project, points, cause, leads."""
    first = lines[0]
    running = f"已连续{first.streak}个季度滞后。" if first.streak > 1 else ""
    cause = f"主要原因：{sentence(first.cause)}" if first.cause else "牵头单位未说明滞后原因。"
    leads = f"牵头单位：{named(first.leads)}。" if first.leads else ""
    text = f"{sentence(first.text)}{_situations(lines)}。{running}{cause}{leads}"
    return Paragraph(f"behind:{first.number}", text, head=f"第{first.number}项", level=POINT)


def _situations(lines: Sequence[Laggard]) -> str:
    """With one sub-project or none: 现状，滞后序时进度9.8个百分点; several without points: …，均未达序时."""
    if any(each.gap for each in lines):
        return "；".join(_situation(each) + _points(each) for each in lines)
    return "；".join(map(_situation, lines)) + ("，均未达序时" if len(lines) > 1 else _points(lines[0]))


def _situation(line: Laggard) -> str:
    where = f"{line.sub_project}：" if line.sub_project else ""
    return f"{where}{line.situation or '未达到计划进度'}"


def _points(line: Laggard) -> str:
    return f"，滞后序时进度{line.gap}个百分点" if line.gap else "，未达序时"


def _problems(figures: Figures) -> Iterator[Paragraph]:
    """What the leads named, the same words together, the most frequent first."""
    yield Paragraph("problems", head="存在问题", level=SECTION)
    groups = defaultdict(list)
    for each in figures.with_problems:
        groups[sentence(each.problems).rstrip("。")].append(each.number)
    if not groups:
        yield Paragraph("problems.none", "各牵头单位未反映需要协调解决的问题。")
    ranked = sorted(groups.items(), key=lambda each: (-len(each[1]), each[1]))
    for problem, numbers in ranked[:MOST_PROBLEMS]:
        yield Paragraph(f"problem:{numbers[0]}", f"{problem}（{items(numbers)}）。", level=POINT)
    if len(ranked) > MOST_PROBLEMS:
        yield Paragraph("problems.rest", f"其余{len(ranked) - MOST_PROBLEMS}类问题详见附件。")


def _next_steps(figures: Figures, city: City) -> Iterator[Paragraph]:
    yield Paragraph("next", head="下一步工作", level=SECTION)
    if figures.tally.behind:
        yield Paragraph("next.behind", _catch_up(figures, city), head="加快滞后项目进度", level=PART)
    missing = [each.unit for each in figures.unit_filings if each.missing or each.not_refiled]
    if missing:
        text = (
            f"{_units(missing)}要抓紧补报进展情况，如实反映完成数据；今后各单位要按时报送，确保数据真实准确。"
        )
        yield Paragraph("next.filing", text, head="严格报送要求", level=PART)
    last = figures.quarter == LAST_QUARTER
    aim = (
        "对未完成的任务持续跟踪推进，确保承诺事项全部兑现"
        if last
        else "紧盯年度目标，对照序时进度逐项推进，确保全面完成年度任务"
    )
    offices = f"{city.coordinator}、{city.supervisor}"
    text = (
        f"各牵头单位要{aim}；各共同责任单位要密切配合，形成合力。"
        f"{offices}将持续跟踪督查，按季度通报进展情况。"
    )
    yield Paragraph("next.all", text, head="压实工作责任", level=PART)


def _catch_up(figures: Figures, city: City) -> str:
    units = list(dict.fromkeys(unit for each in figures.laggards for unit in each.leads))
    until = "尽快完成年度任务" if figures.quarter == LAST_QUARTER else "下季度末赶上序时进度"
    far = sorted({each.number for each in figures.laggards if each.code == VerdictClass.FAR_BEHIND})
    offices = f"{city.coordinator}、{city.supervisor}"
    urgent = f"对严重滞后的{items(far)}，由{offices}会办督办。" if far else ""
    aim = f"逐项分析原因，倒排工期，落实责任，确保{until}"
    return f"{_units(units)}要对{figures.tally.behind}项滞后任务{aim}。{urgent}"


def _units(units: Sequence[str]) -> str:
    """市教育局、市民政局等8个单位."""
    return f"{named(units)}等{len(units)}个单位" if len(units) > 1 else named(units)
