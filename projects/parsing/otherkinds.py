"""Documents that are no list: speech, contract, report, interpretation, another language."""

import re
from collections.abc import Sequence

from projects.parsing.printed_list import PrintedList

LIST_WORD = re.compile(
    r"实事|任务|分解|分工|清单|重点工作|重点项目|序时进度|工作方案|实施方案|项目表|民生项目"
)
SIGNS = (  # the surest first; each is sought in the lines before the first task and behind the last
    ("合同", re.compile(r"(?:甲方|发包人|采购人)[（(]?.{0,12}[:：]")),
    ("讲话稿", re.compile(r"^(?:同志们|各位(?:代表|委员|领导|同志|来宾))[:：，,！]|.{2,30}上的讲话$")),
    ("政策解读", re.compile(r".{2,40}(?:政策)?(?:解读|图解|问答)$|^解读[:：]")),
    ("公告", re.compile(r".{0,40}(?:招标|采购|中标|成交|拍卖|招聘|竞价)公告$")),
    ("工作报告", re.compile(r".{2,40}(?:情况(?:的)?(?:报告|汇报|通报)|工作总结|情况总结|完成情况)$")),
)
LETTER = re.compile(r"[A-Za-z\u0400-\u04ff\u3040-\u30ff\uac00-\ud7a3]")
HAN = re.compile(r"[\u4e00-\u9fff]")


def looks_like(draft: PrintedList, lines: Sequence[str]) -> str:
    """What kind of document has no task of a list, though numbers stand in it; "" for a list.

    Who is responsible, or a plan by quarters, makes any document a list.
    """
    text = "".join(lines)
    if len(LETTER.findall(text)) > 2 * len(HAN.findall(text)):
        return "外文文件"
    if any(task.lead or task.cells for task in draft.tasks):
        return ""
    kind = next((kind for kind, sign in SIGNS if any(sign.match(line) for line in lines)), "")
    if kind or any(LIST_WORD.search(line) for line in before_tasks(draft)):
        return kind
    return "一般公文" if draft.tasks else ""


def before_tasks(draft: PrintedList) -> list[str]:
    """The lines before the first task, without white space."""
    return ["".join(line.text.split()) for line in draft.before]
