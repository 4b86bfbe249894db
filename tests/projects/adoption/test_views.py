"""A document comes by the page: received, asked about, adopted, or refused with nothing left behind."""

import io

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from projects.models import DocumentReading, LogEntry, SourceDocument, Task, Unit, UnitGroup, YearlyList
from projects.rules.roles import Role
from tests.pages import one_line
from tests.projects.adoption.test_actions import FIRST, FIXTURES, SECOND, THIRD, a_document

pytestmark = pytest.mark.django_db
UNKNOWN = THIRD.replace("市城管局", "市园林局")


@pytest.fixture
def client(as_role):
    return as_role(Role.ADMINISTRATOR)


@pytest.fixture
def register():
    call_command("loaddata", FIXTURES / "units.json", verbosity=0)


def sent(client, text, name="清单.txt", **headers):
    file = io.BytesIO(text if isinstance(text, bytes) else text.encode())
    file.name = name
    return client.post("/documents/", {"files": [file]}, **headers)


def uploaded(client, *tasks):
    """The address of a document of these tasks."""
    answer = sent(client, a_document(*tasks))
    assert answer.status_code == 302
    return answer["Location"]


def adopt(client, page):
    seen = client.get(page).context["proposal"].seal
    return client.post(f"{page}adopt/", {"seen": seen}, follow=True)


def test_a_document_is_read_and_nothing_of_a_list_is_written(client, register):
    page = client.get(uploaded(client, FIRST, SECOND))
    assert page.status_code == 200
    assert "试算，尚未写入" in page.content.decode()
    assert (page.context["written"], YearlyList.objects.count()) == (2, 0)


def test_what_was_seen_is_adopted(client, register):
    page = uploaded(client, FIRST, SECOND)
    answer = adopt(client, page)
    assert "已经入库" in answer.content.decode()
    assert Task.objects.filter(yearly_list__year=2021).count() == 2


def test_adopting_what_was_not_seen_is_refused(client, register):
    page = uploaded(client, FIRST, SECOND)
    seen = client.get(page).context["proposal"].seal
    other = uploaded(client, FIRST.replace("25所", "26所"))
    adopt(client, other)
    answer = client.post(f"{page}adopt/", {"seen": seen}, follow=True)
    assert "重新核对" in answer.content.decode()
    assert Task.objects.count() == 1


def test_where_nothing_would_be_written_the_page_says_what_adopting_does(client, register):
    adopt(client, uploaded(client, FIRST, SECOND))
    again = sent(client, a_document(FIRST, SECOND) + "\n")["Location"]
    page = one_line(client.get(again).content.decode())
    assert "没有要写入的任务。确认入库只把这份文件列为清单的依据" in page and "确认入库</button>" in page
    assert "将增加" not in page


def test_what_no_difference_tells_is_said_in_words(client, register):
    adopt(client, uploaded(client, FIRST, SECOND))
    wide = [each.replace("(", "（").replace(")", "）") for each in (FIRST, SECOND)]
    page = one_line(client.get(uploaded(client, *wide)).content.decode())
    assert "第1、2项的责任分工原文写法不同。" in page


def test_adopting_without_having_seen_anything_is_refused(client, register):
    page = uploaded(client, FIRST)
    client.post(f"{page}adopt/")
    assert not YearlyList.objects.exists()


def test_an_unknown_name_is_a_question_with_the_nearest_ones(client, register):
    page = client.get(uploaded(client, FIRST, UNKNOWN))
    row = page.context["form"].names[0]
    assert (row.printed, row.places) == ("市园林局", (3,))
    assert "答复完上面的问题后" in page.content.decode()


def test_an_answer_is_kept_and_shown_again(client, register):
    page = uploaded(client, FIRST, UNKNOWN)
    client.post(page, {"unit-0": "", "other-0": "市城管局"})
    shown = client.get(page)
    assert shown.context["form"].names[0].choice.value() == "scgj"
    assert not shown.context["proposal"].questions
    adopt(client, page)
    lead = Task.objects.get(number=3).assignments.get(role="lead")
    assert (lead.printed_name, lead.unit.code) == ("市园林局", "scgj")


def test_a_name_that_nobody_has_is_told_and_the_typing_stays(client, register):
    page = uploaded(client, FIRST, UNKNOWN)
    answer = client.post(page, {"unit-0": "", "other-0": "市没有这个局"})
    assert answer.status_code == 400
    assert "市没有这个局" in answer.content.decode()
    assert DocumentReading.objects.get().answers == {}


def test_a_city_without_a_register_registers_the_names_that_its_list_prints(client):
    page = uploaded(client, FIRST, THIRD)
    client.post(page, {"rest": "on"})
    assert Unit.objects.get(name="市教育局").kind == "department"
    assert UnitGroup.objects.get().name == "各县区"
    adopt(client, page)
    assert Task.objects.count() == 2


def test_a_new_unit_is_of_the_kind_that_was_chosen(client, register):
    page = uploaded(client, FIRST, UNKNOWN)
    client.post(page, {"unit-0": "new:institution", "other-0": ""})
    made = Unit.objects.get(name="市园林局")
    assert (made.kind, made.code) == ("institution", "sylj")


def test_a_number_that_stands_twice_is_put_right_on_the_page(client, register):
    page = uploaded(client, FIRST, SECOND, THIRD.replace("3.", "2."))
    assert [row.task.number for row in client.get(page).context["form"].numbers] == [2, 2]
    client.post(page, {"number-2#1": "2", "number-2#2": "3"})
    adopt(client, page)
    assert "公厕" in Task.objects.get(number=3).text


def test_a_year_that_the_document_does_not_say_is_asked(client, register):
    text = a_document(FIRST, SECOND).replace("2021年", "")
    page = sent(client, text)["Location"]
    client.post(page, {"year": "2026"})
    adopt(client, page)
    assert YearlyList.objects.get().year == 2026


def test_a_changed_version_replaces_only_when_somebody_says_so(client, register):
    adopt(client, uploaded(client, FIRST, SECOND))
    page = uploaded(client, FIRST, SECOND.replace("16所", "18所"))
    assert client.get(page).context["replacing"]
    client.post(page, {"replace": "on"})
    adopt(client, page)
    assert "18所" in Task.objects.get(number=2).text


def test_two_documents_are_compared_word_by_word(client, register):
    first = uploaded(client, FIRST, SECOND)
    second = uploaded(client, FIRST, SECOND.replace("16所", "18所"))
    left, right = (page.strip("/").split("/")[1] for page in (first, second))
    page = one_line(client.get(f"/documents/{left}/compare/{right}/").content.decode())
    assert "<del>6</del><ins>8</ins>" in page


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "是空的"),
        ("今天下午开会，请准时参加。".encode(), "没有读到"),
        (b"\x89PNG\r\n\x1a\n" + b"0" * 200, "图片"),
        (b"x" * 20_000_001, "20 MB"),
    ],
)
def test_what_cannot_be_read_is_told_in_a_sentence_and_not_kept(content, why, client):
    answer = client.post("/documents/", {"files": [named(content)]}, follow=True)
    told = [str(message) for message in answer.context["messages"]]
    assert len(told) == 1
    assert why in told[0]
    assert not SourceDocument.objects.exists()
    assert LogEntry.objects.filter(result="refused").exists()


def named(content, name="文件.txt"):
    file = io.BytesIO(content)
    file.name = name
    return file


def test_one_bad_file_keeps_no_other_back(client, register):
    answer = client.post(
        "/documents/", {"files": [named(b""), named(a_document(FIRST).encode())]}, follow=True
    )
    assert SourceDocument.objects.count() == 1
    assert len(list(answer.context["messages"])) == 2


def test_the_page_that_sends_file_by_file_is_told_in_json(client, register):
    told = sent(client, a_document(FIRST), headers={"accept": "application/json"}).json()
    assert told["kept"][0]["url"] == reverse("document_detail", args=[SourceDocument.objects.get().pk])


def test_the_same_file_again_is_the_same_document(client, register):
    assert uploaded(client, FIRST) == uploaded(client, FIRST)


def test_a_document_that_no_list_stands_on_can_be_taken_away(client, register):
    page = uploaded(client, FIRST)
    client.post(f"{page}discard/")
    assert not SourceDocument.objects.exists()


def test_an_adopted_document_stays(client, register):
    page = uploaded(client, FIRST)
    adopt(client, page)
    assert client.post(f"{page}discard/").status_code == 409
    assert SourceDocument.objects.exists()


def test_the_file_goes_out_as_it_came_and_is_never_shown(client, register):
    answer = client.get(f"{uploaded(client, FIRST)}file/")
    assert b"".join(answer.streaming_content).decode() == a_document(FIRST)
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == (
        "application/octet-stream",
        "nosniff",
    )
    assert answer["Content-Disposition"].startswith("attachment")


def test_the_list_of_documents_asks_as_often_for_one_as_for_many(client, register):
    def queries():
        with CaptureQueriesContext(connection) as captured:
            client.get("/documents/")
        return len(captured)

    uploaded(client, FIRST)
    one = queries()
    for number in range(3):
        uploaded(client, FIRST.replace("25所", f"{number}6所"))
    assert queries() == one


def test_a_name_that_may_be_a_misprint_is_registered_only_by_hand(client):
    page = uploaded(client, FIRST, SECOND.replace("市教育局", "市教育育局"))
    client.post(page, {"rest": "on"})
    names = [(row.printed, row.alike) for row in client.get(page).context["form"].names]
    assert names == [("市教育局", ("市教育育局",)), ("市教育育局", ("市教育局",))]
    client.post(page, {"unit-0": "new:department", "other-0": "", "unit-1": "", "other-1": ""})
    client.post(page, {"unit-0": "", "other-0": "市教育局"})
    assert not client.get(page).context["proposal"].questions


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("市教育局", "市教育和体育局"),
        ("市发改委", "市发展和改革委员会"),
        ("东城区", "东城区人民政府"),
        ("高新区", "高新区管委会"),
        ("各区县", "各区县人民政府"),
    ],
)
def test_a_name_that_may_be_short_for_another_is_registered_only_by_hand(client, name, other):
    page = uploaded(client, FIRST.replace("市教育局", name), SECOND.replace("市教育局", other))
    client.post(page, {"rest": "on"})
    shown = {row.printed: row.alike for row in client.get(page).context["form"].names}
    assert shown == {name: (other,), other: (name,)}


def test_names_of_two_offices_are_registered_at_once(client):
    page = uploaded(client, FIRST.replace("市教育局", "市公安局"), SECOND.replace("市教育局", "市水务局"))
    client.post(page, {"rest": "on"})
    assert not client.get(page).context["proposal"].questions


def test_broken_bytes_leave_nothing_behind(client):
    whole = (FIXTURES / "documents" / "2021-schedule.txt").read_bytes()
    for number, content in enumerate((whole[:700], b"%PDF-" + whole[:300], b"PK\x03\x04" + whole[:300])):
        answer = sent(client, content[::-1], name=f"{number}.pdf", headers={"accept": "application/json"})
        assert answer.status_code == 200
        assert answer.json()["refused"]
    assert not SourceDocument.objects.exists()
    assert not DocumentReading.objects.exists()
