"""`manage.py import_list`: official documents become the lists, or nothing is saved."""

from argparse import ArgumentParser
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from projects.adoption.actions import adopt, receive_document
from projects.adoption.proposal import ListProposal, propose
from projects.adoption.questions import Answers, load_answers
from projects.adoption.readings import Reading, by_year, dated, read_document
from projects.files.actions import none_left
from projects.files.uploads import by_bytes
from projects.models import Unit, YearlyList
from projects.rules.errors import Refused, StoreAway
from projects.rules.states import DocumentKind

REGISTER = settings.BASE_DIR / "fixtures" / "units.json"
OPEN_QUESTIONS = 2  # exit code


class OnlyTried(Exception):
    """A dry run is over; what it did is undone."""


class Command(BaseCommand):
    """Read, compare with what is there, save. Open questions: listed, exit code 2, nothing saved."""

    help = "读取公文，与已入库内容比较后存为年度清单；有未决问题时列出，不保存任何内容（退出码 2）。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The documents, the answers, and whether to save."""
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path, help="公文，一份或多份")
        parser.add_argument("--answers", metavar="FILE.json", type=Path, help="对未决问题的答复")
        parser.add_argument("--dry-run", action="store_true", help="只列出差异，不保存")

    def handle(self, *, files: list[Path], answers: Path | None, dry_run: bool, **options: object) -> None:
        """Everything or nothing, in one transaction; of what is not saved no file stays in the store."""
        given = [(path.name, _content(path)) for path in files]
        kept = [by_bytes(content, name) for name, content in given]
        try:
            said = _answers(answers)
            with suppress(OnlyTried), none_left(kept), transaction.atomic():
                self._import(given, said, dry_run=dry_run)
        except (Refused, StoreAway) as refusal:
            raise CommandError(str(refusal)) from refusal

    def _import(self, files: list[tuple[str, bytes]], answers: Answers, *, dry_run: bool) -> None:
        now = timezone.now()
        self._load_register()
        documents = {
            document.pk: document
            for document in (receive_document(content, name=name, at=now, by=None) for name, content in files)
        }
        readings = [dated(read_document(document), answers.year) for document in documents.values()]
        years = by_year(readings)
        proposals = {year: self._propose(readings, answers) for year, readings in years.items()}
        self._ask(proposals)
        if dry_run:
            self.stdout.write("试运行：未保存任何内容。")
            raise OnlyTried
        for year, readings in years.items():
            adopt(readings, answers=answers, at=now, by=None)
            self.stdout.write(
                f"{year}年清单{'已是最新，未作改动' if proposals[year].is_adopted else '已保存'}。"
            )

    def _load_register(self) -> None:
        """The units of fixtures/units.json, where nobody has registered any yet."""
        if not Unit.objects.exists():
            call_command("loaddata", REGISTER, verbosity=0)
            self.stdout.write(f"单位名录为空，先载入{Unit.objects.count()}个单位。")

    def _propose(self, readings: list[Reading], answers: Answers) -> ListProposal:
        """What would become of one year's list, printed."""
        existing = YearlyList.objects.filter(year=readings[0].parsed.year or 0).first()
        proposal = propose(readings, existing, answers)
        self.stdout.writelines(f"{line}\n" for line in _report(readings, proposal))
        return proposal

    def _ask(self, proposals: dict[int | None, ListProposal]) -> None:
        """Stop where something forbids it, or a person has to answer first."""
        if refusal := next((proposal.refusal for proposal in proposals.values() if proposal.refusal), ""):
            raise Refused(refusal)
        if questions := [question for proposal in proposals.values() for question in proposal.questions]:
            words = [question.words for question in questions]
            sentence = "\n".join([f"有{len(questions)}个问题需要先答复，未保存任何内容：", *words])
            raise CommandError(sentence, returncode=OPEN_QUESTIONS)


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise CommandError(f"无法读取文件“{path}”：{error.strerror}。") from error


def _answers(path: Path | None) -> Answers:
    return load_answers(_content(path).decode("utf-8", "replace")) if path else Answers()


def _report(readings: list[Reading], proposal: ListProposal) -> Iterable[str]:
    """The documents, what would change, how many doubts."""
    for reading in readings:
        kind = DocumentKind.word_of(reading.parsed.kind) or reading.parsed.kind
        year = f"{reading.parsed.year or '年度不明'}年"
        yield f"{reading.document.name}：{year}{kind}，{len(reading.parsed.tasks)}项任务"
    yield from (
        f"  {difference.sentence}" for difference in proposal.differences if not difference.is_typographic
    )
    if typographic := sum(difference.is_typographic for difference in proposal.differences):
        yield f"  另有{typographic}处只是标点全角半角或空白不同"
    if not proposal.is_adopted:
        yield f"  将写入{len(proposal.changed)}项任务，疑点{len(proposal.findings)}条"
