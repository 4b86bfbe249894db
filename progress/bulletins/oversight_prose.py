"""人大监督和群众评价: a section of the year's issue, from what was on record when it was drawn."""

from collections.abc import Iterator

from progress.bulletins.phrases import sentence, share
from progress.rules.figures import Figures
from progress.rules.oversight import OversightKind, Told
from projects.paper.paragraphs import SECTION, Paragraph
from projects.rules.amounts import worded


def oversight_section(figures: Figures) -> Iterator[Paragraph]:
    """A paragraph on each entry; nothing where nothing is on record."""
    if figures.oversight:
        yield Paragraph("oversight", head="人大监督和群众评价情况", level=SECTION)
    for place, each in enumerate(figures.oversight, 1):
        yield Paragraph(f"oversight:{place}", oversight_words(each))


def oversight_words(told: Told) -> str:
    """One entry in sentences."""
    if told.kind == OversightKind.SURVEY:
        return _survey(told)
    return _ballot(told) if told.counts else _visit(told)


def _of_task(told: Told) -> str:
    return f"对{told.about}" if told.about else ""


def _ballot(told: Told) -> str:
    """2021年1月20日，市人大会议票决：赞成300票、反对2票、弃权1票，赞成占99.0%。"""
    what = f"{told.when}，{told.title}{_of_task(told)}{told.kind_word}"
    if told.kind == OversightKind.VOTE:
        return f"{what}：{told.result}，赞成占{share(told.agreed, told.counted)}。"
    pleased = told.satisfied + told.fairly_satisfied
    return f"{what}：{told.result}，满意和基本满意占{share(pleased, told.counted)}。"


def _visit(told: Told) -> str:
    answer = f"办理情况：{sentence(told.answer)}" if told.answer else ""
    state = "" if told.is_done else "目前正在办理。"
    findings = f"意见：{sentence(told.findings)}"
    return f"{told.when}，{told.title}（{told.kind_word}{_of_task(told)}）。{findings}{answer}{state}"


def _survey(told: Told) -> str:
    parts = f"；其中{told.score_words}" if told.scores else ""
    what = f"{told.when}，{told.title}{_of_task(told)}开展满意度调查"
    return f"{what}，收回答卷{told.answers}份，综合得分{worded(told.score)}分{parts}。"
