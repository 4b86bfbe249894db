"""What comes in goes past the virus scanner, where one is set: here a small one that speaks clamd's words."""

from pathlib import Path

import pytest

from projects.adoption.upload_actions import upload
from projects.files.scanner import check_clean
from projects.files.uploads import looked_at
from projects.models import SourceDocument
from projects.rules.errors import Refused
from tests import clamd
from tests.clamd import THREAT
from tests.factories import NOW, make_user
from tests.sample_files import pdf, uploaded

LIST = "连云港市2031年民生实事\n1.新建公园3个。（牵头单位：市住建局）\n".encode()


@pytest.fixture
def scanner(tmp_path, settings):
    settings.VIRUS_SCANNER = str(tmp_path / "clamd")
    with clamd.running(clamd.OnSocket(settings.VIRUS_SCANNER)) as server:
        yield server


@pytest.mark.django_db
def test_a_clean_file_is_taken_and_was_shown_whole(scanner):
    content = pdf("x" * 200_000)
    assert looked_at(uploaded(content, "a.pdf")).size == len(content)
    assert scanner.told == [content]


@pytest.mark.django_db
def test_what_holds_a_virus_is_refused_by_its_name(scanner):
    with pytest.raises(Refused, match="“a.pdf”没有保存：查出病毒（Made-Up-Threat）"):
        looked_at(uploaded(pdf() + THREAT, "a.pdf"))


@pytest.mark.django_db
def test_a_document_is_looked_at_before_it_is_read(scanner):
    with pytest.raises(Refused, match="查出病毒"):
        upload(LIST + THREAT, name="清单.txt", at=NOW, by=make_user())
    assert not SourceDocument.objects.exists()


def test_an_answer_that_is_none_of_both_is_no_clean_file(scanner, settings):
    scanner.is_broken = True
    with pytest.raises(Refused, match="病毒查杀没有完成"):
        check_clean([b"x"], name="a.pdf", scanner=settings.VIRUS_SCANNER)


@pytest.mark.parametrize("pieces", [1, 400], ids=["all sent", "still sending"])
def test_a_file_larger_than_is_scanned_is_said_to_be(pieces, scanner, settings):
    scanner.hangs_up = True
    with pytest.raises(Refused, match="不接收这样大的文件"):
        check_clean([b"x" * 65536] * pieces, name="a.pdf", scanner=settings.VIRUS_SCANNER)


@pytest.mark.parametrize("where", ["/nowhere/clamd", "127.0.0.1:1", "localhost", "localhost:", "a:99999"])
def test_a_scanner_that_does_not_answer_lets_nothing_in(where):
    with pytest.raises(Refused, match="病毒查杀服务没有应答"):
        check_clean([b"x"], name="a.pdf", scanner=where)


def test_without_a_scanner_nothing_is_asked():
    check_clean([THREAT], name="a.pdf", scanner="")


def test_the_example_of_the_deployment_names_the_setting():
    example = Path("lianyungang/deploy/environment.example").read_text()
    assert "VIRUS_SCANNER=" in example
