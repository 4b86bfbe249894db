import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from progress.rules.states import ReportState
from tests.factories import NOW, make_bulletin, make_list, make_period, make_report, make_task, make_unit

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return make_period(make_list(), 2)


def written(path, *arguments):
    call_command("export_bulletin", "2021", "q2", "-o", str(path), *arguments)
    return path.read_bytes()


def test_the_suffix_says_which_stored_file_it_is(period, tmp_path):
    make_bulletin(period)
    assert written(tmp_path / "a.xlsx") == b"workbook"
    assert written(tmp_path / "a.docx") == b"document"
    assert written(tmp_path / "a.public.docx") == b"public"


def test_the_issue_that_stands_is_handed_out_unless_another_is_named(period, tmp_path, capsys):
    first = make_bulletin(period)
    make_bulletin(period, corrects=first, correction_reason="数据有误。")
    written(tmp_path / "a.xlsx"), written(tmp_path / "b.xlsx", "--issue", "1")
    last, named = capsys.readouterr().out.splitlines()
    assert "第2期（更正第1期）" in last
    assert "第1期：" in named


def test_a_draft_is_made_when_it_is_asked_for(period, tmp_path):
    assert written(tmp_path / "a.xlsx", "--draft")[:2] == b"PK"


def test_without_an_issue_the_command_says_how_to_get_the_draft(period, tmp_path):
    with pytest.raises(CommandError, match="--draft"):
        written(tmp_path / "a.xlsx")


@pytest.mark.parametrize("name", ["a.pdf", "a"])
def test_a_file_of_another_kind_is_refused(period, tmp_path, name):
    with pytest.raises(CommandError, match="xlsx"):
        written(tmp_path / name)


def test_a_quarter_that_was_never_opened_is_told(tmp_path):
    make_list()
    with pytest.raises(CommandError, match="没有开启过填报"):
        written(tmp_path / "a.xlsx")


def test_a_quarter_is_written_q1_to_q5(tmp_path):
    with pytest.raises(CommandError, match="q1、q2"):
        call_command("export_bulletin", "2021", "q6", "-o", str(tmp_path / "a.xlsx"))


def test_a_file_that_cannot_be_written_is_told(period, tmp_path):
    with pytest.raises(CommandError, match="不能写入"):
        written(tmp_path / "nowhere" / "a.xlsx", "--draft")


def test_the_public_draft_names_a_late_unit_by_none_of_its_names(period, tmp_path):
    late, lead = make_unit(name="市民政局"), make_unit(name="市教育局")
    late.aliases.create(name="民政部门")
    make_report(make_task(period.yearly_list, lead=late), late)
    make_report(
        make_task(period.yearly_list, lead=lead),
        lead,
        state=ReportState.ACCEPTED,
        text="会同民政部门推进。",
        submitted_at=NOW,
    )
    content = written(tmp_path / "a.public.docx", "--draft")
    told = zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml").decode()
    assert "有关单位推进" in told and "民政部门" not in told and "市民政局" not in told


def test_the_public_draft_names_no_person(period, tmp_path):
    unit = make_unit(liaison="欧阳建华")
    make_report(
        make_task(period.yearly_list, lead=unit),
        unit,
        state=ReportState.ACCEPTED,
        text="由欧阳建华牵头。",
        submitted_at=NOW,
    )
    told = "".join(
        zipfile.ZipFile(io.BytesIO(written(tmp_path / "a.public.docx", "--draft")))
        .read("word/document.xml")
        .decode()
    )
    assert "×××牵头" in told
    assert "欧阳建华" not in told
