"""人大监督和群众评价: a section of the year's issue, from what was on record when it was drawn."""

from collections.abc import Iterator

from progress.bulletins.phrases import sentence, share
from progress.rules.figures import Figures
from progress.rules.oversight import OversightEntry, OversightKind
from projects.paper.paragraphs import SECTION, Paragraph
from projects.rules.amounts import worded


def oversight_section(figures: Figures) -> Iterator[Paragraph]:
    """A paragraph on each entry; nothing where nothing is on record."""
    if figures.oversight:
        yield Paragraph("oversight", head="人大监督和群众评价情况", level=SECTION)
    for place, each in enumerate(figures.oversight, 1):
        yield Paragraph(f"oversight:{place}", oversight_words(each))


def oversight_words(entry: OversightEntry) -> str:
    """One entry in sentences."""
    if entry.kind == OversightKind.SURVEY:
        return _survey(entry)
    return _ballot(entry) if entry.counts else _visit(entry)


def _of_task(entry: OversightEntry) -> str:
    return f"对{entry.about}" if entry.about else ""


def _ballot(entry: OversightEntry) -> str:
    """2021年1月20日，市人大会议票决：赞成300票、反对2票、弃权1票，赞成占99.0%。"""
    what = f"{entry.when}，{entry.title}{_of_task(entry)}{entry.kind_word}"
    if entry.kind == OversightKind.VOTE:
        return f"{what}：{entry.result}，赞成占{share(entry.agreed, entry.counted)}。"
    pleased = entry.satisfied + entry.fairly_satisfied
    return f"{what}：{entry.result}，满意和基本满意占{share(pleased, entry.counted)}。"


def _visit(entry: OversightEntry) -> str:
    answer = f"办理情况：{sentence(entry.answer)}" if entry.answer else ""
    state = "" if entry.is_done else "目前正在办理。"
    findings = f"意见：{sentence(entry.findings)}"
    return f"{entry.when}，{entry.title}（{entry.kind_word}{_of_task(entry)}）。{findings}{answer}{state}"


def _survey(entry: OversightEntry) -> str:
    parts = f"；其中{entry.score_words}" if entry.scores else ""
    what = f"{entry.when}，{entry.title}{_of_task(entry)}开展满意度调查"
    return f"{what}，收回答卷{entry.answers}份，综合得分{worded(entry.score)}分{parts}。"
