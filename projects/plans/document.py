"""实施方案 as a Word document in official form: four quarters in a table, 路线图, 责任人."""

from docx.document import Document as Paper
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.shared import Mm, Pt

from projects.paper.word import (
    BODY_FONT,
    HEAD_FONT,
    SECOND,
    TITLE_FONT,
    add_run,
    empty_paper,
    line,
    number_pages,
    saved_document,
)
from projects.plans.page import PlanPage
from projects.rules.city import City
from projects.rules.plan_copies import PlanCopy

QUARTERS = (Mm(24), Mm(132))
STEPS = (Mm(12), Mm(84), Mm(30), Mm(30))
CELL = Pt(12)


def plan_document(page: PlanPage, copy: PlanCopy, *, city: City) -> bytes:
    """The document's bytes, the same for the same version of the plan."""
    task = page.task
    title = f"{task.yearly_list.year}年{city.name}民生实事第{task.number}项实施方案"
    document = empty_paper(title=title, author=page.plan.unit.name)
    centred = {"align": WD_ALIGN_PARAGRAPH.CENTER, "spacing": Pt(34), "after": Pt(14)}
    line(document, title, size=SECOND, font=TITLE_FONT, **centred)
    _heading(document, "一、目标任务")
    line(document, task.in_print, indent=2)
    line(document, f"报备单位：{page.plan.unit}", indent=2)
    _heading(document, "二、序时进度")
    _table(document, QUARTERS, ("季度", "安排"), [(each.name, _quarter(each)) for each in page.quarters])
    if page.targets:
        _heading(document, "三、计划数（截至季末累计）")
        widths = (Mm(56), Mm(20), Mm(20), Mm(20), Mm(20), Mm(20))
        rows = [(each.target.in_print, each.target.amount, *each.totals) for each in page.targets]
        _table(document, widths, ("指标", "全年", "一季度", "二季度", "三季度", "四季度"), rows)
    _heading(document, "四、路线图" if page.targets else "三、路线图")
    steps = [(str(n), each.what, each.by_when, each.who) for n, each in enumerate(page.content.steps, 1)]
    _table(document, STEPS, ("序号", "步骤", "完成时间", "责任人"), steps)
    _write_people(document, page)
    _write_files(document, page)
    _write_sign(document, page, copy)
    number_pages(document)
    return saved_document(document)


def _quarter(each: object) -> str:
    if not each.text:
        return f"无安排：{each.nothing_reason}" if each.nothing_reason else ""
    items = "\n".join(f"{place}. {item}" for place, item in enumerate(each.items, 1))
    return f"{each.text}\n{items}" if items and items != f"1. {each.text}" else each.text


def _write_people(document: Paper, page: PlanPage) -> None:
    """责任人, where the reader may see them; investment and note."""
    content = page.content
    _heading(document, "五、责任人" if page.targets else "四、责任人")
    if page.sees_people:
        line(document, f"分管负责人：{content.leader}　责任处室：{content.office}", indent=2)
        line(document, f"联系人：{content.contact}　联系电话：{content.telephone}", indent=2)
    else:
        line(document, f"责任处室：{content.office or page.plan.unit}", indent=2)
    if content.investment is not None:
        line(document, f"计划投资：{content.investment_told}", indent=2)
    if content.note:
        line(document, f"备注：{content.note}", indent=2)


def _write_files(document: Paper, page: PlanPage) -> None:
    """附件, as far as the reader may read them: the name of each file and what is said of it."""
    for place, row in enumerate(page.evidence.rows, 1):
        head = "附件：" if place == 1 else "\u3000\u3000\u3000"
        about = f"对应{row.about_words.rstrip('。；')}" if row.about_words else ""
        said = "，".join(each for each in (row.caption, about) if each)
        line(document, f"{head}{place}. {row.name}" + (f"（{said}）" if said else ""), indent=2)


def _write_sign(document: Paper, page: PlanPage, copy: PlanCopy) -> None:
    """Who filed it, and when; below which version this is, for it is read when the plan has gone on."""
    unit = page.plan.unit
    document.paragraphs[-1].paragraph_format.keep_with_next = True  # a signature never stands alone on a page
    right = {"align": WD_ALIGN_PARAGRAPH.RIGHT}
    signed = line(document, unit.full_name or unit.name, before=Pt(28), **right)
    dated = line(document, copy.dated, **right)
    signed.paragraph_format.keep_with_next = dated.paragraph_format.keep_with_next = True
    line(document, f"（{copy.words}）", **right)


def _heading(document: Paper, words: str) -> None:
    line(document, words, font=HEAD_FONT, indent=2).paragraph_format.keep_with_next = True


def _table(document: Paper, widths: tuple, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> None:
    table = document.add_table(rows=0, cols=len(widths))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    for place, values in enumerate([head, *rows]):
        cells = table.add_row().cells
        for cell, width, words in zip(cells, widths, values, strict=True):
            cell.width = width
            add_run(cell.paragraphs[0], words, size=CELL, font=BODY_FONT if place else HEAD_FONT)
