"""What is doubtful about a task's items across its quarters."""

import re

from projects.parsing.parsed import Finding, ParsedItem, ParsedTask
from projects.parsing.subprojects import is_name

DONE = re.compile(
    r"(?:完成|建成|办结|出台|印发)(?:[^\d]{6,}|(?!.*(?:任务|目标|进度|计划|投资|考核))[^\d]{3,5})"
    r"|(?!.*(?:推进|力争|争取|持续|加强))[^\d]{6,}(?:试运营|投入运营|投入运行|投入使用|竣工验收|建成通车)"
)
# of a named part also in short: 海棠路：完成招标
DONE_OF_PART = re.compile(r"(?:完成|建成)[^\d]{2}|开工(?:建设)?|竣工(?:验收|通车)?|建成通车")
PART = re.compile(r"[，,；;。]")


def item_findings(task: ParsedTask) -> list[Finding]:
    """Several sub-projects in one item, and one thing to be completed in two quarters."""
    return [*joined_labels(task), *repeated_milestones(task)]


def joined_labels(task: ParsedTask) -> list[Finding]:
    """刘志洲山公园、胸阳公园：做好养护 is one item about two sub-projects."""
    return [
        Finding(
            "labels_joined", f"“{item.label}”是几个子项目合写，按一条读取。", task.number, item.label, quarter
        )
        for quarter, items in enumerate(task.items or (), 1)
        for item in items
        if is_name(item.label) and "、" in item.label
    ]


def repeated_milestones(task: ParsedTask) -> list[Finding]:
    """What one quarter completes and a later one completes again, in the same words and without a number."""
    first: dict[tuple[str, str], int] = {}
    findings = []
    for quarter, items in enumerate(task.items or (), 1):
        for name, done in dict.fromkeys(place for item in items for place in completed(item)):
            earlier = first.setdefault((name, done), quarter)
            if earlier != quarter:
                message = f"“{done}”在第 {earlier} 季度已列，第 {quarter} 季度又列。"
                findings.append(Finding("repeated_milestone", message, task.number, done, quarter))
    return findings


def completed(item: ParsedItem) -> list[tuple[str, str]]:
    """Sub-project and words of everything that an item says is to be completed."""
    name = item.label if is_name(item.label) else ""
    done = []
    for part in PART.split(item.text):
        before, colon, behind = part.strip().partition("：")
        name, said = (before, behind) if colon else (name, before)
        if DONE.fullmatch(said) or (name and DONE_OF_PART.fullmatch(said)):
            done.append((name, said))
    return done
