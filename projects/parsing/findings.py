"""What a person should look at: the closed list of codes, and how doubts become findings."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from projects.parsing.parsed import Finding
from projects.parsing.vocabulary import words

CODES: dict[str, str] = {
    # the file
    "unreadable": "文件无法作为公文打开",
    "bad_bytes": "文件中有无法解码的字符",
    "part_unread": "文件有一部分未读取",
    "struck_text": "文件中有划了删除线的文字",
    "tracked_changes": "文件带有修订痕迹",
    "nothing_read": "未能从文件中读出任务",
    "no_year": "未能确定年度",
    "no_title": "未能确定标题",
    "count_mismatch": "读出的任务数与文件所称的项数不符",
    "leftover_text": "有一段文字未能归入任何任务",
    # numbers
    "number_missing": "序号中断，缺少序号",
    "number_twice": "序号重复",
    "number_order": "序号次序颠倒",
    "number_restarts": "序号在各领域内重新编起",
    "heading_order": "领域标题的序号不连续",
    # responsibility
    "missing_clause": "没有责任分工",
    "missing_lead": "未写明牵头单位",
    "no_lead": "没有牵头单位",
    "several_clauses": "一项任务有多处责任分工",
    "unit_twice": "同一单位在责任分工中出现两次",
    "clause_separator": "责任分工的分隔符可疑",
    "clause_unread": "责任分工中有未能识别的文字",
    # the register (matching.py)
    "unknown_unit": "单位名录中没有的名称",
    "ambiguous_unit": "名称可指几个单位",
    "alias_used": "按别名认作名录中的单位",
    # two documents about one list (comparing.py)
    "texts_differ": "两份文件的文字不一致",
    "units_differ": "两份文件的责任单位不一致",
    "domains_differ": "两份文件的领域不一致",
    "task_in_one_document": "任务只见于一份文件",
    # the table
    "no_text": "任务没有文字",
    "empty_cell": "序时进度为空",
    "cell_count": "一行的单元格数与表头不符",
    "column_unread": "表格中有一列未读取",
    "domains_guessed": "指标所属领域是推定的",
    "cells_guessed": "单元格的分界是推定的",
    # items and sub-projects
    "item_number": "分项序号不连续",
    "item_separator": "分项之间的标点不一致",
    "label_drift": "子项目名称前后季度不一致",
    "label_marks": "子项目名称的标记不规范",
    "labels_joined": "几个子项目合写为一条",
    "repeated_milestone": "同一完成事项列在两个季度",
    # figures (planned.py, doubtful_figures.py)
    "schedule_does_not_add_up": "季度计划数与年度目标对不上",
    "several_figures": "一个季度有几个计划数，不知取哪一个",
    "figure_falls": "累计数比前一季度还少",
    "over_target": "季度计划数超过年度目标",
    "no_measure": "数字后面没有计量单位",
    "odd_fraction": "不可分割的单位出现小数",
    "measure_differs": "计量单位前后不一致",
    "odd_number": "数字写法可疑，读出的数可能不对",
    "stretch_figure": "同一事项既有确保的数又有力争的数",
    "other_years": "数字说的不是本年度一年",
    "part_of_year": "数字说的是年内一段时间",
    "figure_unread": "季度只写了数字，未能读成计划数",
    # writing
    "unbalanced": "括号或引号不成对",
    "double_punctuation": "标点重复",
    "half_width": "半角与全角标点混用",
    "full_width": "全角与半角符号混用",
    "no_full_stop": "句末没有句号",
    "miswritten": "疑有错字或缺字",
    "odd_sentence": "句子不完整或断句有误",
    "repeated_words": "文字重复",
    "odd_punctuation": "标点使用可疑",
    "year_word": "年份之后缺“年”字",
    "single_quotes": "单引号用在应当用双引号处",
    "inline_tags": "文字中夹有网页标记",
}

HABITS = frozenset(
    words(
        "missing_lead clause_separator label_marks item_separator item_number"
        " half_width full_width no_full_stop single_quotes inline_tags"
    )
)  # what may be a document's own manner; everything else is a fact about one task
MANNERS = ("half_width", "full_width", "inline_tags")  # harmless: met often, they are listed in one finding
# A habit that meets so many tasks, and over half of them, is said once; so is any doubt that meets all tasks.
OFTEN = 5


@dataclass(frozen=True)
class Doubt:
    """Something seen in one text, before it is known of which task and quarter."""

    code: str
    message: str
    quote: str = ""

    def at(self, task: int | None, quarter: int | None = None) -> Finding:
        """The finding about one task."""
        return Finding(self.code, self.message, task, self.quote, quarter)


def condensed(findings: Iterable[Finding], tasks: int) -> tuple[Finding, ...]:
    """The findings, a doubt that is a habit of the whole document said once."""
    listed = list(dict.fromkeys(findings))
    spread = Counter(
        code for code, _ in {(finding.code, finding.task) for finding in listed if finding.task is not None}
    )
    habits = {
        code
        for code, count in spread.items()
        if count >= OFTEN and (count == tasks or (code in HABITS and count * 2 > tasks))
    }
    manners = {code for code in MANNERS if spread[code] >= OFTEN} - habits
    single = [finding for finding in listed if finding.code not in habits | manners or finding.task is None]
    said = [
        Finding(code, f"{CODES[code]}：全文有 {spread[code]} 项任务如此，不逐项列出。")
        for code in sorted(habits)
    ]
    said += [listing(code, [each for each in listed if each.code == code]) for code in sorted(manners)]
    return (*said, *single)


def listing(code: str, findings: Iterable[Finding]) -> Finding:
    """One finding for many tasks that are written in the same manner, with their numbers."""
    numbers = sorted({finding.task for finding in findings if finding.task is not None})
    said = "、".join(map(str, numbers))
    return Finding(code, f"{CODES[code]}：第 {said} 项，共 {len(numbers)} 项。")


def kinds() -> dict[str, str]:
    """Code → its word, asked anew each time: the table of findings does not change with every new code."""
    return CODES
