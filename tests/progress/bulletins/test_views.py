"""The pages of the bulletin: draft, issue, files."""

import pytest

from progress.models import Bulletin, BulletinDraft
from progress.rules.states import ReportState
from projects.rules.roles import Role
from tests.factories import (
    NOW,
    SOON,
    make_bulletin,
    make_list,
    make_milestone,
    make_period,
    make_report,
    make_task,
    make_unit,
    make_user,
    make_verdict,
)
from tests.pages import one_line

pytestmark = pytest.mark.django_db

PAGE = "/2021/q2/bulletin/"


@pytest.fixture
def period():
    unit = make_unit()
    task = make_task(make_list(matters=50), number=36, lead=unit)
    make_milestone(task, 2)
    report = make_report(
        task, unit, state=ReportState.ACCEPTED, text="已开工。", first_submitted_at=NOW, submitted_at=NOW
    )
    make_verdict(report)
    return report.period


@pytest.fixture
def officer(client):
    client.force_login(make_user("drc", role=Role.COORDINATOR))
    return client


def edit(client, **fields):
    return client.post(
        f"{PAGE}edit/",
        {"action": "rewrite", "key": "opening", "version": "0", "text": "按市政府要求。", **fields},
    )


def read(client):
    """The mark of the draft that the page shows."""
    return client.get(PAGE).context["draft"].mark


def test_the_draft_builds_itself(officer, period):
    assert "2021年50件民生实事分解为1项任务" in officer.get(PAGE).content.decode()


def test_the_page_says_that_nothing_is_open(officer, period):
    assert "可以印发" in officer.get(PAGE).content.decode()


def test_a_rewritten_paragraph_stands_on_the_page(officer, period):
    assert edit(officer).headers["Location"] == f"{PAGE}#p-opening"
    assert "按市政府要求。" in officer.get(PAGE).content.decode()


def test_an_edit_that_comes_too_late_gives_the_typed_text_back(officer, period):
    edit(officer)
    late = edit(officer, text="另一段打了很久的字。")
    assert late.status_code == 409
    assert "另一段打了很久的字。" in late.content.decode()


def test_an_edited_paragraph_that_no_longer_agrees_is_marked_with_the_new_wording(officer, period):
    edit(officer)
    make_task(period.yearly_list, number=37)
    page = officer.get(PAGE).content.decode()
    assert "与现有数据不一致" in page
    assert "分解为2项任务" in page


@pytest.mark.parametrize("action", ["drop", "drop_whole", "drop_heading", "restore", "up", "down", "add"])
def test_every_act_on_a_paragraph_is_kept(officer, period, action):
    edit(officer, action=action)
    assert BulletinDraft.objects.get().version == 1


def test_an_act_that_nobody_offers_changes_nothing(officer, period):
    edit(officer, action="shout")
    assert not BulletinDraft.objects.exists()


def test_issuing_leads_to_the_issue(officer, period):
    answer = officer.post(f"{PAGE}issue/", {"seen": read(officer)})
    assert answer.headers["Location"] == "/2021/bulletins/1/"
    assert "第1期" in officer.get("/2021/bulletins/1/").content.decode()


def test_what_is_open_is_said_before_it_is_issued(officer, period):
    unit = make_unit()
    make_report(make_task(period.yearly_list, number=37, lead=unit), unit)
    answer = officer.post(f"{PAGE}issue/", {"seen": read(officer)})
    assert answer.status_code == 400
    assert "1份报告逾期未报" in answer.content.decode()


def test_knowing_it_the_officer_issues(officer, period):
    unit = make_unit()
    make_report(make_task(period.yearly_list, number=37, lead=unit), unit)
    officer.post(f"{PAGE}issue/", {"seen": read(officer), "knowingly": "on"})
    assert Bulletin.objects.count() == 1


def test_after_issuing_the_page_offers_a_correction(officer, period):
    officer.post(f"{PAGE}issue/", {"seen": read(officer)})
    assert "更正原因" in officer.get(PAGE).content.decode()
    officer.post(f"{PAGE}issue/", {"seen": read(officer), "corrects": "1", "reason": "数据有误。"})
    assert "第2期（更正第1期）" in officer.get("/2021/bulletins/2/").content.decode()


def test_a_correction_sent_twice_is_one_correction(officer, period):
    officer.post(f"{PAGE}issue/", {"seen": read(officer)})
    correction = {"seen": read(officer), "corrects": "1", "reason": "数据有误。"}
    officer.post(f"{PAGE}issue/", correction)
    again = officer.post(f"{PAGE}issue/", correction)
    assert again.status_code == 400
    assert "已由第2期更正" in again.content.decode()
    assert Bulletin.objects.count() == 2


@pytest.mark.parametrize("number", ["7", "", "x"])
def test_an_issue_that_is_not_there_is_not_corrected(officer, period, number):
    officer.post(f"{PAGE}issue/", {"seen": read(officer)})
    assert officer.post(
        f"{PAGE}issue/", {"seen": read(officer), "corrects": number, "reason": "数据有误。"}
    ).status_code in (400, 404)
    assert Bulletin.objects.count() == 1


def test_after_a_refusal_the_page_issues_the_draft_that_it_shows(officer, period):
    earlier = read(officer)
    edit(officer)
    refused = officer.post(f"{PAGE}issue/", {"seen": earlier, "knowingly": "on"})
    page = refused.content.decode().rpartition('id="issue"')[2]
    assert refused.status_code == 400
    assert f'name="seen" value="{refused.context["draft"].mark}"' in page
    assert " checked" not in page


def test_a_stale_paragraph_is_kept_by_name_from_the_page(officer, period):
    edit(officer)
    make_task(period.yearly_list, number=37)
    assert "确认保留我的文字" in officer.get(PAGE).content.decode()
    edit(officer, action="keep", version="1", text="")
    assert "确认保留我的文字" not in officer.get(PAGE).content.decode()


def test_an_issue_that_was_corrected_says_so(officer, period):
    first = make_bulletin(period)
    make_bulletin(period, corrects=first, correction_reason="数据有误。")
    assert "第2期（更正第1期）" in officer.get("/2021/bulletins/1/").content.decode()


def test_a_unit_is_led_from_the_quarter_to_the_issue(as_role, period):
    make_bulletin(period)
    assert as_role("filer").get(PAGE).headers["Location"] == "/2021/bulletins/1/"


def test_before_the_issue_a_unit_reads_that_there_is_none(as_role, period):
    assert "通报尚未印发" in as_role("filer").get(PAGE).content.decode()


def test_what_was_open_is_not_shown_to_units(as_role, period):
    make_bulletin(period, left_open=["3份报告逾期未报"])
    assert "3份报告" not in as_role("filer").get("/2021/bulletins/1/").content.decode()


def test_the_stored_bytes_are_served(as_role, period):
    make_bulletin(period)
    client = as_role("filer")
    for address in ("/2021/q2/bulletin/bulletin.xlsx", "/2021/bulletins/1/bulletin.xlsx"):
        assert client.get(address).content == b"workbook"


def test_a_draft_can_be_taken_after_the_issue_too(officer, period):
    make_bulletin(period)
    assert officer.get("/2021/q2/bulletin/bulletin.docx?draft=1").content[:2] == b"PK"


def test_nobody_but_the_offices_takes_a_draft(as_role, period):
    make_bulletin(period)
    assert as_role("filer").get("/2021/q2/bulletin/bulletin.docx?draft=1").status_code == 404


def test_an_unknown_issue_is_not_there(officer, period):
    assert officer.get("/2021/bulletins/9/").status_code == 404


def test_the_years_issues_are_listed_the_last_first(as_role, period):
    make_bulletin(make_period(period.yearly_list, 1)), make_bulletin(period)
    page = as_role("filer").get("/2021/bulletins/").content.decode()
    assert page.index("第2期") < page.index("第1期")


def test_the_draft_asks_as_often_for_many_tasks_as_for_one(officer, period, django_assert_max_num_queries):
    for number in range(100, 130):
        unit = make_unit()
        make_report(make_task(period.yearly_list, number=number, lead=unit), unit)
    officer.get(PAGE)
    with django_assert_max_num_queries(12):
        officer.get(PAGE)


def test_a_paragraph_typed_before_the_session_ended_comes_back(officer, period):
    edit(officer, text="别人先改的。")
    typed = {
        "carried-action": "rewrite",
        "carried-key": "opening",
        "carried-version": "0",
        "carried-text": "打了很久的一段。",
    }
    answer = officer.post(f"{PAGE}edit/", typed)
    assert (answer.status_code, BulletinDraft.objects.get().version) == (200, 1)
    page = one_line(answer.content.decode())
    own = next(form for form in page.split("<form") if "打了很久的一段。</textarea>" in form)
    assert 'name="version" value="0"' in own  # what somebody saved meanwhile is not overwritten unread


def test_a_correction_typed_before_the_session_ended_comes_back(officer, period):
    officer.post(f"{PAGE}issue/", {"seen": read(officer)})
    answer = officer.post(
        f"{PAGE}issue/", {"carried-seen": "0", "carried-corrects": "1", "carried-reason": "数据有误。"}
    )
    assert (answer.status_code, Bulletin.objects.count()) == (200, 1)
    assert "数据有误。</textarea>" in answer.content.decode()


@pytest.mark.parametrize("key", ["own-99", "opening"])
def test_what_was_typed_stays_where_its_paragraph_is_gone(officer, period, key):
    edit(officer, action="drop")
    answer = edit(officer, key=key, version="1" if key == "own-99" else "0", text="打了很久的一段。")
    assert answer.status_code == 409
    assert "您填写的文字：<br>打了很久的一段。" in answer.content.decode()


def test_a_paragraph_that_could_not_be_added_comes_back_under_its_neighbour(officer, period):
    edit(officer)
    page = edit(officer, action="add", text="<新>的一段。").content.decode()
    under = page.split('id="p-opening"')[1].split('id="p-')[0]
    assert under.count("<details open>") == 1
    assert "&lt;新&gt;的一段。</textarea>" in under.split("<details open>")[1]
    assert "<details open>" not in page.replace(under, "")


def test_a_stale_move_opens_no_empty_form(officer, period):
    edit(officer)
    answer = edit(officer, action="up", text="")
    assert "草稿在您打开之后又有改动" in answer.content.decode()
    assert "<details open" not in answer.content.decode()


def test_the_preview_is_the_paper(officer, period):
    words = officer.get(f"{PAGE}preview/").content.decode()
    for told in (
        "连云港市民生实事督查通报",
        "各县、区人民政府，市各委办局，市各直属单位：",
        "年　月　日印发",
        "抄送：市委办公室",
        "2021年上半年50件民生实事进展情况表",
    ):
        assert told in words


def test_a_heading_asks_before_it_goes(officer, period):
    page = officer.get(PAGE).content.decode()
    assert "这是标题，其下有" in page and 'value="drop_whole"' in page
    answer = edit(officer, key="next", action="drop")
    assert "请选择“连同其下各段删除”或“只删标题”" in answer.content.decode()
    assert edit(officer, key="next", action="drop_whole").headers["Location"] == f"{PAGE}#p-next"
    assert "已删除标题及其下各段" in officer.get(PAGE).content.decode()


def test_before_the_as_of_date_the_page_says_so_and_offers_no_issuing(officer, period):
    period.as_of = SOON
    period.save()
    page = one_line(officer.get(PAGE).content.decode())
    assert f"截至日期{SOON.month}月{SOON.day}日还没有到，不能印发通报" in page
    assert "印发通报</button>" not in page and "可以印发" not in page
    assert officer.post(f"{PAGE}issue/", {"seen": read(officer), "knowingly": "on"}).status_code == 400
    assert not Bulletin.objects.exists()
