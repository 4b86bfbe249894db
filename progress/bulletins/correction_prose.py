"""How a correction issue begins: what was corrected, from what to what, and why."""

from collections.abc import Iterator, Sequence

from progress.bulletins.past_prose import changes_in_words
from progress.rules.figures import Changed, CorrectedTask, Figures
from projects.paper.paragraphs import POINT, Paragraph
from projects.rules.calendar import day_words

OPENING, FILING, REASON = "corrected", "corrected.filing", "corrected.reason"


def correction_section(figures: Figures) -> Iterator[Paragraph]:
    """What a correction says otherwise than the issue it corrects; nothing in a quarter's first issue."""
    if figures.corrects is None:
        return
    yield Paragraph(OPENING, _opening(figures))
    for each in figures.corrected:
        why = f"。原因：{reasons_in_words(each)}" if each.reasons else ""
        text = f"{changes_in_words(each.changes)}{why}。"
        yield Paragraph(f"corrected:{each.number}", text, head=f"第{each.number}项", level=POINT)
    if figures.corrected_filings:
        yield Paragraph(
            FILING, f"{filings_in_words(figures.corrected_filings)}。", head="未报迟报单位", level=POINT
        )


def with_reason(text: Sequence[Paragraph], reason: str) -> tuple[Paragraph, ...]:
    """The text with why the issue is corrected at all, as the officer gave it, behind what opens it."""
    paragraph = Paragraph(REASON, f"更正原因：{reason.rstrip('。')}。")
    place = next((place for place, each in enumerate(text, 1) if each.key == OPENING), 0)
    return (*text[:place], paragraph, *text[place:])


def reasons_in_words(corrected: CorrectedTask) -> str:
    """数据有误；口径有误: why, without the name of the act that it was given with."""
    return "；".join(dict.fromkeys(each.partition("：")[2] or each for each in corrected.reasons))


def filings_in_words(changes: Sequence[Changed]) -> str:
    """市教育局由未报第3项更正为按期报送."""
    return "；".join(
        f"{each.label}由“{each.before or IN_TIME}”更正为“{each.after or IN_TIME}”" for each in changes
    )


IN_TIME = "按期报送"  # of a unit that the list does not name


def _opening(figures: Figures) -> str:
    day = f"（{day_words(figures.corrects_on)}印发）" if figures.corrects_on else ""
    issue = f"第{figures.corrects}期通报{day}"
    if not figures.corrected and not figures.corrected_filings:
        return f"本期更正{issue}，各项任务的评价、数据和文字与第{figures.corrects}期一致。"
    tasks = f"{len(figures.corrected)}项任务的内容" if figures.corrected else ""
    filings = "未报迟报单位" if figures.corrected_filings else ""
    what = "和".join(each for each in (tasks, filings) if each)
    return f"现对{issue}中{what}作如下更正，有关情况以本期为准。"
