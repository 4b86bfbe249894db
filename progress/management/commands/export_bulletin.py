"""`manage.py export_bulletin YEAR qN -o FILE [--issue N | --draft]`: the file of an issue or of the draft."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from progress.bulletins.document import bulletin_document
from progress.bulletins.draft import bulletin_draft
from progress.bulletins.imprint import imprint_of
from progress.bulletins.public_reads import public_of
from progress.bulletins.workbook import bulletin_workbook
from progress.models import Bulletin, BulletinFile, ReportingPeriod
from projects.models import CityRecord
from projects.rules.quarters import Quarter

KINDS = {".xlsx": "workbook", ".docx": "document"}


def quarter_named(text: str) -> int:
    """q1 to q4, and q5 for the 年底核定."""
    match = re.fullmatch(r"[qQ]([1-5])", text)
    if match is None:
        raise ArgumentTypeError("季度写作 q1、q2、q3 或 q4，年底核定写作 q5。")
    return int(match[1])


class Command(BaseCommand):
    """Hand out what is stored; FILE's suffix names which: .xlsx, .docx, .public.docx (the public version)."""

    help = (
        "导出季度通报：默认为该季度最近一期存档的文件；"
        "-o 的后缀决定表格（.xlsx）、正文（.docx）或公开版（.public.docx）。"
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Year, quarter, where to, and which."""
        parser.add_argument("year", type=int, help="年度，如 2021")
        parser.add_argument("quarter", type=quarter_named, help="季度，如 q2")
        parser.add_argument("-o", "--output", required=True, type=Path, metavar="FILE", help="写入的文件")
        which = parser.add_mutually_exclusive_group()
        which.add_argument("--issue", type=int, metavar="N", help="第 N 期")
        which.add_argument("--draft", action="store_true", help="今天的草稿")

    def handle(
        self, *, year: int, quarter: int, output: Path, issue: int | None, draft: bool, **options: object
    ) -> None:
        """Write the file and say what it is."""
        kind = _kind(output)
        period = ReportingPeriod.objects.in_quarter(year, quarter).first()
        if period is None:
            raise CommandError(f"{Quarter(year, quarter).long_label}没有开启过填报。")
        label, content = _draft(period, kind) if draft else _issued(period, issue, kind)
        try:
            output.write_bytes(content)
        except OSError as error:
            raise CommandError(f"{output}不能写入：{error.strerror}。") from error
        self.stdout.write(f"{label}：{output}（{len(content)}字节）")


def _kind(output: Path) -> str:
    if output.name.endswith(".public.docx"):
        return "public"
    if output.suffix not in KINDS:
        raise CommandError("文件名以 .xlsx、.docx 或 .public.docx 结尾。")
    return KINDS[output.suffix]


def _issued(period: ReportingPeriod, number: int | None, kind: str) -> tuple[str, bytes]:
    """The stored bytes of the issue named, else of the one that stands."""
    issues = Bulletin.objects.filter(period=period).select_related("corrects").order_by("-number")
    issue = issues.filter(**({"number": number} if number else {})).first()
    if issue is None:
        raise CommandError(
            f"{period}没有{f'第{number}期' if number else '已印发的'}通报。"
            + ("" if number else "草稿请用 --draft。")
        )
    if issue.is_backfilled:
        raise CommandError(f"{period}是补录的，{issue.label}没有系统生成的文件。")
    return f"{issue.title}，{issue.label}", bytes(BulletinFile.objects.get(bulletin=issue, kind=kind).content)


def _draft(period: ReportingPeriod, kind: str) -> tuple[str, bytes]:
    """Today's draft, marked as such."""
    city = CityRecord.objects.current()
    drawn = bulletin_draft(period, timezone.localdate(), city=city)
    imprint = imprint_of(city, is_public=kind == "public")
    if kind == "workbook":
        return f"{drawn.figures.title}，草稿", bulletin_workbook(drawn.figures, imprint)
    version = drawn.figures, drawn.text
    if imprint.is_public:
        version = public_of(*version, city=city)
    return f"{drawn.figures.title}，草稿", bulletin_document(*version, imprint)
