"""How a correction issue begins: what was corrected, from what to what, and why."""

from collections.abc import Iterator, Sequence

from progress.bulletins.past_prose import changes_told
from progress.rules.figures import Changed, CorrectedTask, Figures
from projects.paper.paragraphs import POINT, Paragraph

OPENING, FILING, REASON = "corrected", "corrected.filing", "corrected.reason"
WHY = "corrected.why:"  # keys of the reasons begin so: they are not for the public


def correction_section(figures: Figures) -> Iterator[Paragraph]:
    """Nothing in a quarter's first issue."""
    if figures.corrects is None:
        return
    yield Paragraph(OPENING, _opening(figures))
    for each in figures.corrected:
        head = f"第{each.number}项"
        yield Paragraph(f"corrected:{each.number}", f"{changes_told(each.changes)}。", head=head, level=POINT)
        if each.reasons:
            yield Paragraph(f"{WHY}{each.number}", f"原因：{reasons_told(each)}。")
    if figures.corrected_filings:
        yield Paragraph(
            FILING, f"{filings_told(figures.corrected_filings)}。", head="未报迟报单位", level=POINT
        )


def with_reason(text: Sequence[Paragraph], reason: str) -> tuple[Paragraph, ...]:
    """The text with why the issue is corrected at all, as the officer gave it, behind what opens it."""
    told = Paragraph(REASON, f"更正原因：{reason.rstrip('。')}。")
    place = next((place for place, each in enumerate(text, 1) if each.key == OPENING), 0)
    return (*text[:place], told, *text[place:])


def reasons_told(corrected: CorrectedTask) -> str:
    """重开：数据有误；更正评价：口径有误."""
    return "；".join(corrected.reasons)


def filings_told(changes: Sequence[Changed]) -> str:
    """市教育局由未报第3项更正为无."""
    return "；".join(f"{each.label}由{each.before or '无'}更正为{each.after or '无'}" for each in changes)


def _opening(figures: Figures) -> str:
    told = f"本期通报更正第{figures.corrects}期"
    if not figures.corrected and not figures.corrected_filings:
        return f"{told}，各项任务的评价、数据和文字与第{figures.corrects}期一致。"
    numbers = f"{len(figures.corrected)}项任务" if figures.corrected else "未报迟报单位"
    return f"{told}，更正{numbers}，更正内容如下，其余以本期为准。"
