from datetime import date
from decimal import Decimal
from io import BytesIO
from types import SimpleNamespace

import pytest
from django.utils import timezone
from docx import Document
from openpyxl import load_workbook

from lianyungang import middleware
from progress.indicators import actions
from progress.indicators.document import evaluation_document
from progress.indicators.reads import Evaluation, indicators_waiting, judged_indicators, paper_of
from progress.indicators.workbook import evaluation_workbook
from progress.models import YearlyValue
from projects.models import Indicator
from projects.paper.house import marked
from projects.rules.roles import Role
from tests.factories import NOW, make_indicator, make_list, make_unit, make_user
from tests.pages import one_line
from tests.progress.indicators.conftest import SAID

PLAN = "/plans/2021-2025/"
YEAR = f"{PLAN}indicators/2/2021/"


@pytest.fixture
def accepted(submitted, coordinator):
    return actions.accept(submitted, based_on=submitted.version, at=NOW, by=coordinator)


def shown(client, address):
    return one_line(client.get(address).content.decode())


def test_the_plan_shows_every_indicator_by_domain_with_its_class(accepted, enter, filer):
    page = shown(enter(filer), f"{PLAN}?year=2021")
    assert "幼有所育" in page and "每千人口托位数（个）" in page
    assert "快于预期<b>1</b>项" in page
    assert '<td class="num" data-label="应到">2.5</td>' in page


def test_a_binding_indicator_is_counted_apart(accepted, indicator, enter, filer):
    assert "<dt>约束性</dt>" not in shown(enter(filer), f"{PLAN}?year=2021")
    Indicator.objects.update(attribute="约束性")
    assert "<dt>约束性</dt><dd>快于预期<b>1</b>项</dd>" in shown(enter(filer), f"{PLAN}?year=2021")


def test_one_plan_is_where_the_address_of_all_leads(indicator, enter, filer):
    assert enter(filer).get("/plans/").url == PLAN


def test_without_a_plan_the_page_says_what_to_do(db, enter, filer):
    assert "还没有规划指标" in shown(enter(filer), "/plans/")


def test_an_indicator_tells_its_years(accepted, enter, filer):
    page = shown(enter(filer), f"{PLAN}indicators/2/")
    assert "新增托位600个。" in page and "数据来源：市统计局" in page
    assert "2021年2.6；2025年目标4.5" in page  # what the chart says to who does not see it


def test_a_unit_writes_and_sends_in_one_page(indicator, enter, filer, signer):
    client = enter(filer)
    typed = SAID | {"version": 0, "value": "2.6", "action": "send"}
    answer = client.post(YEAR, typed, follow=True)
    assert "已送审签。" in answer.content.decode()
    assert "内容已锁定" in answer.content.decode()


def test_what_is_refused_keeps_what_was_typed(indicator, enter, filer, signer):
    typed = SAID | {"version": 0, "value": "1.9", "action": "send", "situation": "写了很久的文字。"}
    answer = enter(filer).post(YEAR, typed)
    page = one_line(answer.content.decode())
    assert answer.status_code == 400
    assert "请填写原因" in page and "写了很久的文字。" in page and "比2020年的2退步" in page
    assert paper_of(indicator, 2021).value == Decimal("1.9")  # saved before it was refused


def test_a_return_of_what_changed_meanwhile_can_be_said_again(submitted, enter, coordinator):
    client, typed = (
        enter(coordinator),
        {"version": submitted.version - 1, "reason": "口径不对。", "action": "return"},
    )
    answer = client.post(YEAR, typed)
    assert answer.status_code == 400 and "口径不对。" in answer.content.decode()
    again = typed | {"version": answer.context["reason_form"].data["version"]}
    assert client.post(YEAR, again).status_code == 302


def test_another_units_paper_is_not_there(draft, enter):
    stranger = make_user("other", role=Role.FILER, unit=make_unit("other"))
    assert enter(stranger).get(YEAR).status_code == 404


def test_what_is_not_yet_accepted_is_shown_to_no_other_unit(submitted, enter, filer):
    stranger = make_user("other", role=Role.FILER, unit=make_unit("other"))
    for address in (f"{PLAN}?year=2021", f"{PLAN}indicators/2/"):
        assert "2.6" not in shown(enter(stranger), address)
        assert "待审核" not in shown(enter(stranger), address)


def test_a_year_to_come_or_of_another_plan_is_not_there(indicator, enter, filer, monkeypatch):
    monkeypatch.setattr(middleware, "timezone", SimpleNamespace(localtime=lambda: NOW, now=timezone.now))
    client = enter(filer)
    found = [client.get(f"{PLAN}indicators/2/{year}/").status_code for year in (2020, 2021, 2022, 2026)]
    assert found == [404, 200, 404, 404]


def test_the_desk_says_what_is_owed_and_what_waits(indicator, filer, coordinator, submitted):
    (owed,) = indicators_waiting(filer, date(2023, 2, 1))
    assert (owed.subject, owed.words) == ("2022年年度值", "1项指标2023年3月31日前报送。")
    assert indicators_waiting(filer, date(2022, 4, 1)) == []  # 2021 was submitted
    (waiting,) = indicators_waiting(coordinator, date(2022, 4, 1))
    assert waiting.url == YEAR
    assert "已逾期" in indicators_waiting(filer, date(2023, 4, 1))[0].words


@pytest.fixture
def today(monkeypatch):
    """Move the day on which pages are looked at."""

    def moved(day):
        at = NOW.replace(year=day.year, month=day.month, day=day.day)
        monkeypatch.setattr(middleware, "timezone", SimpleNamespace(localtime=lambda: at, now=timezone.now))

    return moved


@pytest.mark.parametrize(("day", "word"), [(date(2022, 3, 31), "待报"), (date(2022, 4, 1), "未报")])
def test_a_year_is_missing_only_when_its_day_has_passed(indicator, enter, coordinator, today, day, word):
    today(day)
    client = enter(coordinator)
    page, other = shown(client, f"{PLAN}?year=2021"), {"待报": "未报", "未报": "待报"}[word]
    assert f"{word}年度值" in page and f"{word}<b>1</b>项" in page and "未到期" not in page
    assert f"{other}年度值" not in page and f"{other}<b>" not in page
    assert f"{word}<b>1</b>项" in page
    assert other not in shown(client, f"{PLAN}indicators/2/").split("2022年")[0].split("各年情况")[1]


def test_of_a_year_that_has_not_ended_nothing_is_to_be_chased(indicator, enter, coordinator, today):
    today(date(2022, 4, 1))
    page = shown(enter(coordinator), f"{PLAN}?year=2022")
    assert "待报<b>1</b>项" in page and "2022年没有需要催报的年度值。" in page


def test_the_form_says_how_long_a_value_is_overdue(indicator, enter, filer, today):
    client = enter(filer)
    today(date(2022, 3, 31))
    assert "2022年3月31日前报送" in shown(client, YEAR) and "已逾期" not in shown(client, YEAR)
    today(date(2023, 4, 3))
    page = shown(client, YEAR)
    assert "2022年3月31日前报送" in page and "已逾期368天" in page


def test_a_returned_value_is_overdue_from_its_new_day(submitted, enter, filer, coordinator, today):
    back = actions.return_to_unit(
        submitted, reason="口径不对。", based_on=submitted.version, at=NOW, by=coordinator
    )
    YearlyValue.objects.update(refile_by=date(2022, 4, 8))
    rounds = [back.rounds[0] | {"refile_by": "2022-04-08"}]
    YearlyValue.objects.update(rounds=rounds)
    client = enter(filer)
    today(date(2022, 4, 8))
    assert "2022年4月8日前报送" in shown(client, YEAR) and "已逾期" not in shown(client, YEAR)
    today(date(2022, 4, 10))
    assert "已逾期2天" in shown(client, YEAR)


def told(user, day):
    return [(each.kind, each.words, each.url) for each in indicators_waiting(user, day)]


def test_a_value_sent_for_signature_waits_for_the_signer(draft, filer, signer):
    actions.send_for_signature(draft, based_on=draft.version, at=NOW, by=filer)
    in_time, late = date(2022, 3, 1), date(2022, 4, 1)
    assert told(signer, in_time) == [("规划指标待审签", "1项年度值待审签。", YEAR)]
    assert told(signer, late) == [("规划指标待审签", "1项年度值待审签，已逾期。", YEAR)]
    words = "1项年度值已送审签，等待审签人报送。"
    assert told(filer, in_time) == [("规划指标等待审签", words, YEAR)]


def test_several_values_to_sign_are_one_line_to_the_year(draft, indicator, filer, signer):
    second = make_indicator(indicator.plan.document, indicator.unit, number=3)
    paper = paper_of(second, 2021)
    other = actions.save_draft(paper, content=SAID, based_on=0, at=NOW, by=filer)
    for each in (draft, other):
        actions.send_for_signature(each, based_on=each.version, at=NOW, by=filer)
    (line,) = told(signer, date(2022, 3, 1))
    assert line == ("规划指标待审签", "2项年度值待审签。", f"{PLAN}?year=2021")


def test_what_the_signer_sent_back_is_said_with_the_word(draft, filer, signer):
    sent = actions.send_for_signature(draft, based_on=draft.version, at=NOW, by=filer)
    actions.send_back(sent, word="来源不对。", based_on=sent.version, at=NOW, by=signer)
    ((kind, words, url),) = told(filer, date(2022, 3, 1))
    assert (kind, url) == ("规划指标重报", YEAR)
    assert words == "审签人已退回：来源不对。（2022年3月31日前报送）"
    assert told(filer, date(2022, 4, 2))[0][1] == "审签人已退回：来源不对。（2022年3月31日前报送，已逾期2天）"
    assert told(signer, date(2022, 3, 1))[0][1].startswith("已退回填报人：来源不对。")


def test_what_the_office_returned_is_said_with_its_new_day(submitted, filer, signer, coordinator):
    back = actions.return_to_unit(
        submitted, reason="口径不对。", based_on=submitted.version, at=NOW, by=coordinator
    )
    assert back.refile_by == date(2022, 3, 31)  # never before the due day
    for person in (filer, signer):
        words = "已退回，请于2022年3月31日前重报。"
        assert told(person, date(2022, 3, 31)) == [("规划指标重报", words, YEAR)]
        assert told(person, date(2022, 4, 2))[0][1] == "已退回，请于2022年3月31日前重报，已逾期2天。"


def test_what_was_reopened_is_said(accepted, filer, coordinator):
    actions.reopen(accepted, reason="数据修订。", based_on=accepted.version, at=NOW, by=coordinator)
    assert told(filer, date(2022, 4, 2))[0][1] == "已重开：数据修订。"


def test_one_reopened_before_reasons_were_kept_is_said_without(accepted, filer, coordinator, enter):
    actions.reopen(accepted, reason="数据修订。", based_on=accepted.version, at=NOW, by=coordinator)
    YearlyValue.objects.update(rounds=accepted.rounds)
    assert told(filer, date(2022, 4, 2))[0][1] == "已重开，请修改后重新报送。"
    assert "已重开，请修改后重新报送。" in shown(enter(filer), YEAR)


def test_unit_and_office_read_why_and_when_it_was_reopened(accepted, filer, coordinator, enter):
    actions.reopen(accepted, reason="数据修订。", based_on=accepted.version, at=NOW, by=coordinator)
    for person in (filer, coordinator):
        page = shown(enter(person), YEAR)
        assert page.count("数据修订。") == 2  # above, and in 经过
        assert "2021年7月14日 drc某重开：数据修订。" in page


def test_the_course_of_a_value_has_dates(submitted, filer, coordinator, enter):
    actions.return_to_unit(submitted, reason="口径不对。", based_on=submitted.version, at=NOW, by=coordinator)
    page = shown(enter(filer), YEAR)
    assert "2021年7月14日 第1次报送" in page and "2021年7月14日 drc某退回：口径不对。" in page


def test_the_evaluation_as_a_workbook_holds_numbers(accepted, enter, filer):
    book = load_workbook(BytesIO(enter(filer).get(f"{PLAN}evaluation/2021.xlsx").getvalue()))
    sheet = book["指标"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    (row,) = [each for each in rows if each[0] == 2]
    assert row[2:5] == ["每千人口托位数", "个", "预期性"]
    assert row[6] == 2.6 and "快于预期" in row and "市教育局" in row
    said = [[cell.value for cell in row] for row in book["情况说明"].iter_rows()]
    assert any("新增托位600个。" in row for row in said)


def test_the_evaluation_as_word_says_counts_and_laggards(indicator, enter, filer, signer, coordinator):
    paper = paper_of(indicator, 2021)
    said = SAID | {"value": Decimal("2.1")}
    saved = actions.save_draft(paper, content=said, based_on=0, at=NOW, by=filer)
    sent = actions.send_for_signature(saved, based_on=saved.version, at=NOW, by=filer)
    handed = actions.submit(sent, based_on=sent.version, at=NOW, by=signer)
    actions.accept(handed, based_on=handed.version, at=NOW, by=coordinator)
    written = Document(BytesIO(enter(filer).get(f"{PLAN}evaluation/2021.docx").getvalue()))
    text = "\n".join(each.text for each in written.paragraphs)
    assert "设1项主要指标。按2021年数据评估：滞后于预期1项。" in text
    assert "滞后于预期的指标1项：每千人口托位数2021年为2.1个，按规划进度应为2.5个。" in text
    assert [cell.text for cell in written.tables[0].rows[1].cells][-1] == "滞后于预期"


@pytest.fixture
def auditor(db):
    return make_user("auditor", role=Role.AUDITOR)


@pytest.fixture
def two_units(accepted, indicator):
    """A second indicator, which another unit answers for."""
    return make_indicator(indicator.plan.document, make_unit("other"), number=3, name="人均预期寿命")


def test_a_unit_sees_its_own_indicators_first_and_all_one_click_away(two_units, enter, filer):
    client = enter(filer)
    own, everything = shown(client, f"{PLAN}?year=2021"), shown(client, f"{PLAN}?year=2021&whose=all")
    assert "每千人口托位数" in own and "人均预期寿命" not in own
    assert "每千人口托位数" in everything and "人均预期寿命" in everything
    assert "?year=2021&amp;whose=all" in own and "?year=2021&amp;whose=own" in everything
    assert "市教育局负责1项" in own and "<dt>填报</dt><dd>已审核<b>1</b>项</dd>" in own
    assert "待报<b>" not in own and "?whose=all&amp;year=2022" in everything


def test_an_office_is_shown_all_and_who_answers_for_none_has_no_choice(
    two_units, enter, coordinator, auditor
):
    for user in (coordinator, auditor):
        page = shown(enter(user), f"{PLAN}?year=2021&whose=own")
        assert "人均预期寿命" in page and "本单位负责" not in page


def test_an_office_that_answers_for_some_may_look_at_its_own(two_units, enter, coordinator):
    coordinator.unit = two_units.unit
    coordinator.save()
    client = enter(coordinator)
    assert "每千人口托位数" in shown(client, f"{PLAN}?year=2021")
    assert "每千人口托位数" not in shown(client, f"{PLAN}?year=2021&whose=own")


def test_a_paper_not_yet_begun_is_one_click_from_ones_own(indicator, enter, filer, today):
    today(date(2022, 2, 1))
    page = shown(enter(filer), f"{PLAN}?year=2021")
    assert f'<a href="{YEAR}" class="hint">填报</a>' in page and "<dd>待报<b>1</b>项</dd>" in page
    assert "填报</a>" not in shown(enter(filer), f"{PLAN}?year=2023")


def test_the_evaluation_of_ones_own_tells_of_nothing_else(two_units, enter, filer, auditor):
    client, own = enter(filer), f"{PLAN}evaluation/2021"
    assert f"{own}.xlsx?whose=own" in shown(client, f"{PLAN}?year=2021")
    book = load_workbook(BytesIO(client.get(f"{own}.xlsx?whose=own").getvalue()))
    cells = [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "每千人口托位数" in cells and "人均预期寿命" not in cells
    assert "2021—2025年规划指标2021年监测评估（市教育局）" in cells
    written = Document(BytesIO(client.get(f"{own}.docx?whose=own").getvalue()))
    text = "\n".join(each.text for each in written.paragraphs)
    assert "由市教育局负责的主要指标1项。按2021年数据评估：快于预期1项。" in text
    assert "人均预期寿命" not in text and len(written.tables[0].rows) == 2
    assert "人均预期寿命" in str(load_all(client, f"{own}.xlsx"))
    assert enter(auditor).get(f"{own}.xlsx?whose=own").status_code == 404


def load_all(client, address):
    book = load_workbook(BytesIO(client.get(address).getvalue()))
    return [cell.value for sheet in book for row in sheet.iter_rows() for cell in row]


def test_the_page_asks_as_often_for_thirty_indicators_as_for_one(
    accepted, enter, filer, django_assert_max_num_queries
):
    client, document = enter(filer), accepted.indicator.plan.document
    client.get(PLAN)
    for number in range(10, 40):
        make_indicator(document, filer.unit, number=number)
    for whose in ("own", "all"):
        with django_assert_max_num_queries(12):
            assert client.get(f"{PLAN}?year=2021&whose={whose}").status_code == 200


def test_the_evaluation_of_a_demo_says_that_it_is_one(accepted, indicator):
    on = NOW.date()
    of = Evaluation(indicator.plan, judged_indicators(indicator.plan, 2021, on), 2021, on)
    with marked("演示数据"):
        sheets, paper = evaluation_workbook(of), evaluation_document(of, "市发改委")
    book = load_workbook(BytesIO(sheets))
    assert all("演示数据" in str(list(sheet.values)) for sheet in book.worksheets)
    written = Document(BytesIO(paper))
    assert written.sections[0].header.paragraphs[0].text == "演示数据"


@pytest.mark.parametrize(("value", "is_same"), [("2.6", True), ("2.7", False)])
def test_a_value_sent_again_as_it_was_says_so(submitted, filer, signer, coordinator, enter, value, is_same):
    back = actions.return_to_unit(
        submitted, reason="口径不对。", based_on=submitted.version, at=NOW, by=coordinator
    )
    said = SAID | {"value": Decimal(value)}
    saved = actions.save_draft(back, content=said, based_on=back.version, at=NOW, by=filer)
    sent = actions.send_for_signature(saved, based_on=saved.version, at=NOW, by=filer)
    assert ("与退回前相同，没有改动" in shown(enter(signer), YEAR)) == is_same
    actions.submit(sent, based_on=sent.version, at=NOW, by=signer)
    assert ("与退回前相同，没有改动" in shown(enter(coordinator), YEAR)) == is_same


@pytest.mark.parametrize(("value", "is_same"), [("2.6", True), ("2.7", False)])
def test_the_plan_and_the_desk_say_which_value_came_back_unchanged(
    submitted, filer, signer, coordinator, enter, value, is_same
):
    named = {"reason": "口径不对。", "at": NOW}
    back = actions.return_to_unit(submitted, based_on=submitted.version, by=coordinator, **named)
    saved = actions.save_draft(
        back, content=SAID | {"value": Decimal(value)}, based_on=back.version, at=NOW, by=filer
    )
    sent = actions.send_for_signature(saved, based_on=saved.version, at=NOW, by=filer)
    make_list()  # the desk asks for values where a list lies in the plan
    same = "与退回前相同，没有改动"
    assert (same in shown(enter(signer), f"{PLAN}?year=2021")) == is_same
    assert same not in shown(enter(coordinator), f"{PLAN}?year=2021"), "not signed yet"
    actions.submit(sent, based_on=sent.version, at=NOW, by=signer)
    for address in (f"{PLAN}?year=2021", "/"):
        assert (same in shown(enter(coordinator), address)) == is_same
