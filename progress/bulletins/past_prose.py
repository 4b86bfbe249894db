"""The part of a bulletin's text about last quarter's laggards, and about what was corrected since."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from progress.bulletins.phrases import PROGRESS_LABEL, TEXT_LABELS, VERDICT_LABEL, items
from progress.rules.figures import Changed, CorrectedReport, Figures, PastLaggard, named
from progress.rules.states import LAGGING, VerdictClass
from progress.rules.weighing import LAST_QUARTER
from projects.paper.paragraphs import PART, SECTION, Paragraph
from projects.rules.quarters import NUMERALS


def past_section(figures: Figures) -> Iterator[Paragraph]:
    """What became of last quarter's laggards, what was corrected since; neither where there is nothing."""
    if not figures.tally_before and not figures.corrections:
        return
    parts = []
    if figures.tally_before:
        parts.append(("past.laggards", _past_laggards(figures), "上期滞后项目整改"))
    if figures.corrections:
        head = f"通报后{after_issue(figures.corrections)}"
        parts.append(("past.corrections", _corrections(figures.corrections), head))
    heads = [head for _, _, head in parts]
    yield Paragraph("past", head=f"{'和'.join(heads)}情况", level=SECTION)
    for key, text, head in parts:
        if len(parts) > 1:
            yield Paragraph(key, text, head=head, level=PART)
        else:
            yield Paragraph(key, text)


def after_issue(corrections: Sequence[CorrectedReport]) -> str:
    """更正、补报: which of both there were."""
    first = {each.is_first for each in corrections}
    return named(word for word, is_first in (("更正", False), ("补报", True)) if is_first in first)


def _past_laggards(figures: Figures) -> str:
    label, past = figures.when.previous.label, figures.past_laggards
    if not past:
        return f"{label}无滞后项目。"
    kinds = defaultdict(list)
    for each in past:
        kinds[became(each, figures.quarter)].append(each.number)
    if len(kinds) == 1:
        all_of_them, what = "均" if len(past) > 1 else "", next(iter(kinds))
        what = f"为{what}" if what in (NOT_KNOWN, NOT_REPORTED) else what
        return f"{label}滞后的{len(past)}项任务{all_of_them}{what}（{items(each.number for each in past)}）。"
    clauses = (f"{word}{len(kinds[word])}项（{items(kinds[word])}）" for word in BECAME if kinds[word])
    return f"{label}滞后的{len(past)}项任务中，{'，'.join(clauses)}。"


CAUGHT_UP, STILL_BEHIND, NOT_MADE_UP, NOT_KNOWN, NOT_REPORTED = (
    "已赶上序时",
    "仍未达序时",
    "本季达序时但上期差额未补足",
    "待评定",
    "未报",
)
DONE, NOT_DONE = "已完成年度任务", "未完成年度任务"  # the same of the fourth quarter
BECAME = (DONE, CAUGHT_UP, NOT_MADE_UP, NOT_DONE, STILL_BEHIND, NOT_KNOWN, NOT_REPORTED)


def became(past: PastLaggard, quarter: int) -> str:
    """What became of a laggard by the end of this quarter, in words."""
    is_year = quarter >= LAST_QUARTER
    if past.code_now in LAGGING:
        return NOT_DONE if is_year else STILL_BEHIND
    if past.code_now in (VerdictClass.UNMEASURED, VerdictClass.NOT_FILED):
        return NOT_KNOWN if past.code_now == VerdictClass.UNMEASURED else NOT_REPORTED
    if is_year:
        return DONE
    return CAUGHT_UP if past.has_caught_up else NOT_MADE_UP


def _corrections(corrections: Sequence[CorrectedReport]) -> str:
    kinds = (
        ("经重新审核更正", [each for each in corrections if not each.is_first]),
        ("补报", [each for each in corrections if each.is_first]),
    )
    clauses = [f"{word}{len(found)}项：{_each(found)}" for word, found in kinds if found]
    return f"上期通报印发后{'。'.join(clauses)}。"


def _each(corrections: Sequence[CorrectedReport]) -> str:
    return "；".join(correction(each) for each in corrections)


def correction(corrected: CorrectedReport) -> str:
    """第7项（市教育局，一季度）城市公园由2个更正为1个; 第8项（市教育局，一季度）评定为“达序时”."""
    unit = f"{corrected.unit}，" if corrected.unit else ""
    where = f"第{corrected.number}项（{unit}{NUMERALS[corrected.quarter]}季度）"
    if corrected.is_first:
        verdicts = [each.after for each in corrected.changes if each.label == VERDICT_LABEL]
        return f"{where}{f'评定为“{verdicts[0]}”' if verdicts else '已补报'}"
    return f"{where}{changes_in_words(corrected.changes) or '经重新审核，数据和评价不变'}"


def changes_in_words(changes: Sequence[Changed]) -> str:
    """城市公园由2个更正为1个，进展情况文字已修改; long texts are named, not repeated.

    Of a report that was opened again and has not been accepted since nothing was changed: it counts no more.
    """
    values = [_change(each) for each in changes if each.label not in TEXT_LABELS]
    if any(each.label == PROGRESS_LABEL and not each.after for each in changes):
        verdicts = [_change(each) for each in changes if each.label == VERDICT_LABEL]
        return "，".join([*verdicts, "原通报的完成值和文字本期不采用"])
    worded = [each.label for each in changes if each.label in TEXT_LABELS]
    is_less = any(not each.after for each in changes if each.label not in TEXT_LABELS)
    what = "有变动" if is_less else "已修改"  # of several leads one may count no more
    return "，".join(values + ([f"{named(worded)}文字{what}"] if worded else []))


def _change(changed: Changed) -> str:
    if changed.label == VERDICT_LABEL:
        return f"{changed.label}由“{changed.before}”更正为“{changed.after}”"
    if not changed.after:
        return f"{changed.label}原通报{changed.before}，本期不采用"
    return f"{changed.label}由{changed.before or '未填'}更正为{changed.after}"
