"""The real documents, and made-up ones in the manners of other cities."""

from functools import cache
from pathlib import Path

from projects.parsing.parsed import ParsedList, ParsedTask
from projects.parsing.reading import read

FOLDER = Path(__file__).resolve().parents[3] / "fixtures" / "documents"
LISTS = ("2023-breakdown", "2021-breakdown-traditional", "2021-schedule", "2019-schedule")
PLAN = "2021-2025-public-service-plan"

LETTERHEAD = """某市人民政府文件

某政发〔2024〕3号

市政府关于印发2024年某市40件民生实事
任务分解方案的通知

各县、区人民政府，市各委办局：
一、提高思想认识。各单位要切实提高认识。
二、加强督促检查。市政府将定期听取汇报。

某市人民政府
2024年1月8日

（此件公开发布）
2024年某市民生实事任务分解方案

"""
SCHEDULE_TITLE = "2024年某市40件民生实事序时进度安排方案\n"
HEAD = "序号\t目标任务\t第一季度\t第二季度\t第三季度\t第四季度\t责任单位\n"


def raw(name: str) -> str:
    """A real document's characters."""
    return (FOLDER / f"{name}.txt").read_text(encoding="utf-8")


@cache
def reading(name: str) -> ParsedList:
    """A real document, read once."""
    return read((FOLDER / f"{name}.txt").read_bytes(), f"{name}.txt")


def task(name: str, number: int) -> ParsedTask:
    """One task of a real document."""
    return next(task for task in reading(name).tasks if task.number == number)


def read_text(text: str) -> ParsedList:
    """A made-up document, read."""
    return read(text.encode(), "document.txt")


def breakdown(lines: str) -> ParsedList:
    """A made-up breakdown: these lines behind an ordinary letterhead."""
    return read_text(LETTERHEAD + lines)


def schedule(rows: str, head: str = HEAD) -> ParsedList:
    """A made-up schedule table."""
    return read_text(SCHEDULE_TITLE + head + rows)


def codes(parsed: ParsedList) -> list[str]:
    """The codes of the findings, in order."""
    return [finding.code for finding in parsed.findings]


def found(parsed: ParsedList, code: str) -> list[tuple[int | None, int | None]]:
    """Task and quarter of the findings with one code."""
    return [(finding.task, finding.quarter) for finding in parsed.findings if finding.code == code]
