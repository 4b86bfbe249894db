"""The part of a bulletin's text about last quarter's laggards, and about what was corrected since."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from progress.bulletins.phrases import items
from progress.rules.figures import Changed, CorrectedReport, Figures, PastLaggard, named
from progress.rules.states import LAGGING, VerdictClass
from projects.paper.paragraphs import PART, SECTION, Paragraph


def past_section(figures: Figures) -> Iterator[Paragraph]:
    """What became of last quarter's laggards, what was corrected since; not in a year's first bulletin."""
    if figures.tally_before or figures.corrections:
        yield Paragraph("past", head="上期滞后项目整改及更正情况", level=SECTION)
    if figures.tally_before:
        yield Paragraph("past.laggards", _past_laggards(figures), head="上期滞后项目整改", level=PART)
    if figures.tally_before or figures.corrections:
        yield Paragraph(
            "past.corrections", _corrections(figures.corrections), head="通报后更正、补报", level=PART
        )


def _past_laggards(figures: Figures) -> str:
    label, past = figures.when.previous.label, figures.past_laggards
    if not past:
        return f"{label}无滞后项目。"
    kinds = defaultdict(list)
    for each in past:
        kinds[became(each)].append(each.number)
    if len(kinds) == 1:
        all_of_them = "均" if len(past) > 1 else ""
        what = next(iter(kinds))
        return f"{label}滞后的{len(past)}项任务{all_of_them}{what}（{items(each.number for each in past)}）。"
    told = (f"{word}{len(kinds[word])}项（{items(kinds[word])}）" for word in BECAME if kinds[word])
    return f"{label}滞后的{len(past)}项任务中，{'，'.join(told)}。"


CAUGHT_UP, STILL_BEHIND, NOT_MADE_UP, NOT_KNOWN, NOT_REPORTED = (
    "已赶上序时",
    "仍未达序时",
    "本季达序时但上期差额未补足",
    "待评定",
    "未报",
)
BECAME = (CAUGHT_UP, NOT_MADE_UP, STILL_BEHIND, NOT_KNOWN, NOT_REPORTED)


def became(past: PastLaggard) -> str:
    """What became of a laggard, in words."""
    if past.has_caught_up:
        return CAUGHT_UP
    if past.code_now in LAGGING:
        return STILL_BEHIND
    return {VerdictClass.UNMEASURED: NOT_KNOWN, VerdictClass.NOT_FILED: NOT_REPORTED}.get(
        past.code_now, NOT_MADE_UP
    )


def _corrections(corrections: Sequence[CorrectedReport]) -> str:
    if not corrections:
        return "上期通报印发后无更正、补报。"
    kinds = (
        ("经重新审核更正", [each for each in corrections if not each.is_first]),
        ("补报", [each for each in corrections if each.is_first]),
    )
    told = [f"{word}{len(found)}项：{_each(found)}" for word, found in kinds if found]
    return f"上期通报印发后{'。'.join(told)}。"


def _each(corrections: Sequence[CorrectedReport]) -> str:
    return "；".join(correction(each) for each in corrections)


def correction(corrected: CorrectedReport) -> str:
    """第7项（市教育局，第1季度）城市公园由2个更正为1个."""
    what = changes_told(corrected.changes) or ("已补报" if corrected.is_first else "重新审核")
    return f"第{corrected.number}项（{corrected.unit}，第{corrected.quarter}季度）{what}"


def changes_told(changes: Sequence[Changed]) -> str:
    """城市公园由2个更正为1个，进展情况文字已修改; long texts are named, not repeated."""
    texts = ("进展情况", "存在问题", "下一步打算", "本季度序时进度")
    values = [
        f"{each.label}由{each.before or '空白'}更正为{each.after or '空白'}"
        for each in changes
        if each.label not in texts
    ]
    worded = [each.label for each in changes if each.label in texts]
    return "，".join(values + ([f"{named(worded)}文字已修改"] if worded else []))
