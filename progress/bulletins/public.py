"""The public version of a bulletin: the same figures without persons, telephones and internal remarks.

Units stay named: that is what a bulletin is for. Returns (退回) are between a unit and the coordinator, so
they are left out, and so are marks of how a figure was filed. Persons are found by the names of the register
and by a surname before a title, contacts by their label.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from progress.bulletins.correction_prose import FILING, WHY
from progress.bulletins.edits import without_bare_headings
from progress.rules.figures import (
    Changed,
    CorrectedReport,
    CorrectedTask,
    Figures,
    Laggard,
    TargetProgress,
    TaskFigure,
    UnitFiling,
)
from progress.rules.states import CAUGHT_UP_MARK, CORRECTED_MARK, YEAR_UNFINISHED_MARK
from projects.paper.paragraphs import Paragraph

INTERNAL_PARAGRAPHS = ("filing.counts", "filing.not_refiled", "filing.unplanned", FILING)
PUBLIC_MARK = re.compile(rf"第\d季度销号|连续\d季|{CORRECTED_MARK}|{CAUGHT_UP_MARK}|{YEAR_UNFINISHED_MARK}")

PERSON, OMITTED = "×××", "（略）"
_LABEL = (
    r"(?:联系人|联络员|联络人|经办人|填报人|审签人|责任人|负责人|分管领导|分管负责人|主要负责人|项目经理|总监"
    r"|联系电话|联系方式|办公电话|咨询电话|电话|手机号码|手机号|手机|传真|邮箱|电子邮箱|微信|微信号|QQ|身份证号|身份证)"
)
_VALUE = r"[^，,。；;\n（）()]*"
_CONTACT = rf"{_LABEL}(?:及电话)?(?:\s*[:：]{_VALUE}|(?:为|是)?\s*[+＋（(]?\d[\d\s－—)）-]{{5,}}\d)"
_BRACKETED = re.compile(rf"[（(]\s*{_CONTACT}(?:[，,；;、\s]*{_CONTACT})*\s*[）)]")
_LABELLED = re.compile(rf"[，,；;]?\s*{_CONTACT}")
_LEFT_OVER = re.compile(r"^[，,；;。、]+|(?<=[。；])[，,；;。、]+")
_NUMBERS = (
    re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"),  # an e-mail address
    re.compile(r"(?<!\d)\d{17}[\dXxＸ](?!\d)"),  # an identity number
    re.compile(
        r"(?<![\d.])(?:[+＋]?86[-\s]?)?[1１][3-9３-９]\d[-\s]?\d{4}[-\s]?\d{4}(?![\d.]|\s*[万亿元平立千公吨])"
    ),  # a mobile
    re.compile(
        r"(?<![\d.])[（(]?[0０]\d{2,3}[)）]?\s?[-—－]?\s?\d{7,8}(?:[-转]\d{1,5})?(?!\d)"
    ),  # area code and number
    re.compile(r"(?<![\d.])[48]00[-—－]?\d{3}[-—－]?\d{4}(?!\d)"),
)
_SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范"
    "方石姚谭廖邹熊金陆郝孔崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文樊殷章鲁倪严牛温葛季"
)
_TITLE = (
    r"(?:副?(?:市长|县长|区长|局长|处长|科长|主任|书记|院长|校长|总经理|经理|主席|会长|秘书长|部长|行长|站长|所长|队长|支队长|镇长|乡长)"
    r"|同志|先生|女士|老师)"
)
_OF_UNIT = "市县区局委办院处科部镇乡街村所站队会长副校心"
_TITLED = re.compile(rf"[{_SURNAMES}][^\W\d_{_OF_UNIT}A-Za-z]{{1,2}}(?={_TITLE})")
_AFTER_ROLE = re.compile(  # 责任人王小明, without a colon
    rf"(?<=联系人|联络员|联络人|经办人|填报人|审签人|责任人|负责人)((?:为|是)?\s*)[{_SURNAMES}][^\W\d_A-Za-z]{{1,2}}(?=[，,。；;、（(）)\s]|$)"
)
_BESIDE_A_NAME = r"(?<![^\W\d_])|(?<=[由经与和向长任记员人])"


def public_figures(figures: Figures, names: Collection[str] = ()) -> Figures:
    """The figures as everybody may read them; `names` are the persons of the register and the accounts."""
    return replace(
        figures,
        tasks=tuple(_task(each, names) for each in figures.tasks),
        laggards=tuple(_laggard(each, names) for each in figures.laggards),
        unit_filings=tuple(each for filing in figures.unit_filings for each in _filing(filing)),
        corrections=tuple(_correction(each, names) for each in figures.corrections),
        corrected=tuple(_corrected(each, names) for each in figures.corrected),
        corrected_filings=(),
    )


def public_paragraphs(paragraphs: Iterable[Paragraph], names: Collection[str] = ()) -> tuple[Paragraph, ...]:
    """The text as everybody may read it, edited paragraphs too."""
    shown = [
        replace(each, text=scrubbed(each.text, names))
        for each in paragraphs
        if each.key not in INTERNAL_PARAGRAPHS and not each.key.startswith(WHY)
    ]
    return without_bare_headings(shown)


def scrubbed(text: str, names: Collection[str] = ()) -> str:
    """A text without contacts, telephone numbers and persons; words and amounts stay."""
    text = _LABELLED.sub("", _BRACKETED.sub("", text))
    for number in _NUMBERS:
        text = number.sub(OMITTED, text)
    text = _AFTER_ROLE.sub(rf"\1{PERSON}", _TITLED.sub(PERSON, text))
    for pattern in _patterns(names):
        text = pattern.sub(PERSON, text)
    return _LEFT_OVER.sub("", text)


def _patterns(names: Collection[str]) -> list[re.Pattern]:
    """Names of persons, the longest first; one of two characters, perhaps a word, only where it is a name."""
    found = sorted(
        {name.strip() for name in names if len(name.strip()) > 1}, key=lambda name: (-len(name), name)
    )
    return [_pattern(name) for name in found]


def _pattern(name: str) -> re.Pattern:
    if len(name) > 2:
        return re.compile(re.escape(name))
    return re.compile(rf"(?:{_BESIDE_A_NAME}){re.escape(name)}(?={_TITLE}|[^\w]|$|等|带队|牵头|负责|联系)")


def _task(task: TaskFigure, names: Collection[str]) -> TaskFigure:
    return replace(
        task,
        progress=scrubbed(task.progress, names),
        problems=scrubbed(task.problems, names),
        next_steps=scrubbed(task.next_steps, names),
        remarks=tuple(each for each in task.remarks if PUBLIC_MARK.fullmatch(each)),
        targets=tuple(_target(each) for each in task.targets),
    )


def _target(target: TargetProgress) -> TargetProgress:
    """What is expected by the year's end is the unit's own guess: not for the public."""
    return replace(target, expected=None)


def _laggard(line: Laggard, names: Collection[str]) -> Laggard:
    texts = {name: scrubbed(getattr(line, name), names) for name in ("situation", "cause", "next_steps")}
    return replace(line, note="", **texts)


def _filing(filing: UnitFiling) -> Sequence[UnitFiling]:
    """Without what was returned; nothing where that is all."""
    shown = replace(filing, not_refiled=())
    return (shown,) if shown.missing or shown.late else ()


def _correction(corrected: CorrectedReport, names: Collection[str]) -> CorrectedReport:
    return replace(corrected, changes=_changes(corrected.changes, names), reason="")


def _corrected(corrected: CorrectedTask, names: Collection[str]) -> CorrectedTask:
    return replace(corrected, changes=_changes(corrected.changes, names), reasons=())


def _changes(changes: Iterable[Changed], names: Collection[str]) -> tuple[Changed, ...]:
    return tuple(
        Changed(each.label, scrubbed(each.before, names), scrubbed(each.after, names)) for each in changes
    )
