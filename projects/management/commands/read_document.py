"""`manage.py read_document FILE [--json]`: what an official document holds, printed; changes nothing."""

import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import NoReturn

from django.core.management.base import BaseCommand

from projects.parsing.parsed import ParsedList, ParsedTask
from projects.parsing.reading import read

KINDS = {"breakdown": "任务分解方案", "schedule": "序时进度安排方案", "plan": "规划"}
QUARTERS = ("一季度", "二季度", "三季度", "四季度")


class Command(BaseCommand):
    """Read one document and print it, for people or as JSON."""

    help = "读取一份公文并输出其内容，不保存任何东西。"
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, and the form of the answer."""
        parser.add_argument("file", metavar="FILE", type=Path, help="公文")
        parser.add_argument("--json", action="store_true", dest="wants_json", help="以 JSON 输出")

    def handle(self, *, file: Path, wants_json: bool, **options: object) -> None:
        """Print what the file holds; a file that cannot be read ends with one sentence."""
        try:
            data = file.read_bytes()
        except OSError as error:
            self.stop(f"读不到文件“{file}”：{reason(error)}。")
        parsed = read(data, file.name)
        for finding in parsed.findings:
            if finding.code == "unreadable":
                self.stop(finding.message)
        self.stdout.write(as_json(parsed) if wants_json else "\n".join(lines(parsed)))

    def stop(self, sentence: str) -> NoReturn:
        """End with one sentence and exit code 1."""
        self.stderr.write(sentence)
        raise SystemExit(1)


def reason(error: OSError) -> str:
    """Why a file could not be opened, in Chinese."""
    reasons = {
        FileNotFoundError: "文件不存在",
        IsADirectoryError: "这是一个文件夹",
        PermissionError: "没有读取权限",
    }
    return reasons.get(type(error), "无法打开")


def as_json(parsed: ParsedList) -> str:
    """The reading as interface.md describes it."""
    return json.dumps(parsed.as_json(), ensure_ascii=False, indent=1)


def lines(parsed: ParsedList) -> Iterator[str]:
    """The reading for people: particulars, tasks, what to look at."""
    yield parsed.title or "（无标题）"
    yield "　".join(part for part in particulars(parsed) if part)
    domain = None
    for task in parsed.tasks:
        if task.domain != domain:
            domain = task.domain
            yield f"\n【{domain}】"
        yield from task_lines(task)
    yield f"\n疑点 {len(parsed.findings)} 条"
    for finding in parsed.findings:
        place = f"第 {finding.task} 项" if finding.task is not None else "全文"
        quarter = QUARTERS[finding.quarter - 1] if finding.quarter else ""
        yield f"  {place}{quarter}　{finding.code}　{finding.message}"


def particulars(parsed: ParsedList) -> Iterator[str]:
    """Kind, year, number, date, counts."""
    yield KINDS[parsed.kind]
    yield f"{parsed.year}年" if parsed.year else ""
    yield parsed.document_number or ""
    yield parsed.issued_on.isoformat() if parsed.issued_on else ""
    yield f"{parsed.matters}件" if parsed.matters else ""
    yield f"{len(parsed.tasks)}项任务"
    yield f"{len(parsed.domains)}个领域" if parsed.domains else ""


def task_lines(task: ParsedTask) -> Iterator[str]:
    """One task: text, units, quarters, targets."""
    yield f"{task.number}. {task.text}"
    if task.lead or task.co:
        yield f"   牵头：{'、'.join(task.lead)}　共同责任：{'、'.join(task.co) or '—'}"
    for name, text in zip(QUARTERS, task.quarters or (), strict=False):
        yield f"   {name}：{text or '—'}"
    for target in task.targets:
        yield f"   目标：{target.label} {target.quantity}{target.unit or ''}（{target.quote}）"
