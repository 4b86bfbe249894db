"""The pages of shares and contributions, each as its person has it."""

from decimal import Decimal

import pytest

from progress.models import Allocation, Contribution, SharedTarget
from progress.rules.states import ContributionState, ReportState
from projects.models import Target
from projects.rules.roles import Role
from tests.factories import NOW, make_report, make_target, make_task, make_unit, make_user
from tests.pages import one_line
from tests.sample_files import uploaded

SHARES = "/2021/tasks/36/shares/"
PAPER = "/2021/q2/tasks/36/contribution/"
RECEIVED = "/2021/q2/tasks/36/contributions/"
TAKE = "/2021/q2/tasks/36/contributions/take/"
REPORT = "/2021/q2/tasks/36/"
TASK = "/2021/tasks/36/"
DESK = "/2021/q2/filing/contributions/"


@pytest.fixture
def at(enter, setting):
    """A client signed in by code: of a unit, or one of the offices."""
    make_user("drc", role=Role.COORDINATOR), make_user("office", role=Role.SUPERVISOR)
    make_user("other", unit=make_unit("other"))
    return lambda code: enter(setting.person(code))


def posted_shares(setting, *quantities, version=0):
    rows = {f"year-{unit.pk}": quantity for unit, quantity in zip(setting.counties, quantities, strict=True)}
    return {"target": setting.target.pk, "version": version, **rows}


def filled(setting, value="1", **more):
    paper = setting.paper()
    said = {"version": paper.version, "shown": setting.seal(), "text": "已开工。"}
    return {**said, f"value-{setting.target.pk}": value, **more}


def text_of(response):
    return one_line(response.content.decode())


def test_a_lead_shares_out_on_the_page(at, setting):
    client = at("sjyj")
    assert "分解给共同责任单位" in text_of(client.get(TASK))
    assert client.post(SHARES, posted_shares(setting, "2", "")).status_code == 302
    assert Allocation.objects.get().quantity == 2
    page = text_of(client.get(SHARES))
    assert "各单位合计2个，其余3个由牵头单位完成。" in page
    assert "分解：城市公园" in text_of(client.get(TASK))


def test_what_is_wrong_in_a_share_is_marked_and_nothing_is_saved(at, setting):
    posted = posted_shares(setting, "2", "三")
    posted[f"q1-{setting.counties[0].pk}"] = "4"
    response = at("sjyj").post(SHARES, posted)
    assert response.status_code == 400
    page = text_of(response)
    assert "不能超过全年份额。" in page and 'value="三"' in page
    assert not Allocation.objects.exists()


def test_a_desk_says_that_all_is_filed_only_where_nothing_waits(at, setting):
    county = setting.counties[0]
    task = make_task(setting.task.yearly_list, number=37, lead=county)
    make_report(task, county, state=ReportState.SUBMITTED, submitted_at=NOW, first_submitted_at=NOW)
    assert "应报的都已报送" in text_of(at("hzq").get("/"))
    setting.share("2", "3")
    page = text_of(at("hzq").get("/"))
    assert "应报的都已报送" not in page and "进展报告都已报送" in page and "协同情况" in page


def test_quarters_without_a_year_are_asked_for(at, setting):
    posted = posted_shares(setting, "", "")
    posted[f"q1-{setting.counties[0].pk}"] = "1"
    assert "请填写全年份额" in text_of(at("sjyj").post(SHARES, posted))


def test_shares_changed_meanwhile_come_back_with_what_was_typed(at, shared):
    response = at("sjyj").post(SHARES, posted_shares(shared, "4", "1"))
    page = text_of(response)
    assert response.status_code == 400 and "您打开之后" in page and 'value="4"' in page
    assert set(Allocation.objects.values_list("quantity", flat=True)) == {2, 3}


@pytest.mark.parametrize(
    ("code", "status"), [("sjyj", 200), ("drc", 200), ("office", 200), ("hzq", 404), ("other", 404)]
)
def test_who_sees_the_shares_and_what_came_in(at, shared, code, status):
    assert at(code).get(SHARES).status_code == status
    assert at(code).get(RECEIVED).status_code == status


@pytest.mark.parametrize("code", ["drc", "office", "hzq", "other"])
def test_nobody_but_the_lead_writes_shares(at, shared, code):
    response = at(code).post(SHARES, posted_shares(shared, "4", "1", version=1))
    assert response.status_code in (403, 404)
    assert set(Allocation.objects.values_list("quantity", flat=True)) == {2, 3}


def test_a_county_has_it_on_its_desks_and_sends_it(at, shared):
    client = at("hzq")
    for page in ("/", "/2021/q2/filing/", DESK):
        assert PAPER in text_of(client.get(page)), page
    assert "本单位份额</dt><dd>2个" in text_of(client.get(PAPER))
    response = client.post(PAPER, filled(shared, action="submit"), follow=True)
    assert "已报牵头单位。" in text_of(response)
    assert shared.paper().state == ContributionState.SUBMITTED
    assert "撤回" in text_of(client.get(PAPER))


def test_a_draft_keeps_everything_whatever_a_field_holds(at, shared):
    client = at("hzq")
    assert client.post(PAPER, filled(shared, "约两所", action="save")).status_code == 302
    page = text_of(client.get(PAPER))
    assert 'value="约两所"' in page and "已开工。" in page
    response = client.post(PAPER, filled(shared, "约两所", action="submit"))
    assert response.status_code == 400
    assert shared.paper().state == ContributionState.DRAFT


def test_what_is_lacking_is_said_and_what_was_typed_is_saved(at, shared):
    response = at("hzq").post(PAPER, filled(shared, "", action="submit"))
    assert response.status_code == 400 and "请填写“城市公园”的本次累计" in text_of(response)
    assert shared.paper().text == "已开工。"


def test_what_a_colleague_saved_stands_beside_what_was_typed(at, shared, enter):
    typed = filled(shared, "2")
    colleague = make_user("hzq2", unit=shared.counties[0])
    enter(colleague).post(PAPER, filled(shared, "1"))
    response = at("hzq").post(PAPER, typed)
    page = text_of(response)
    assert response.status_code == 409 and "hzq2某 保存的内容" in page
    assert f'name="value-{shared.target.pk}" value="2"' in page


@pytest.mark.parametrize(
    ("code", "status"), [("sjyj", 200), ("drc", 200), ("office", 200), ("lyq", 404), ("other", 404)]
)
def test_another_units_contribution_is_not_there(at, shared, code, status):
    shared.send(1)
    assert at(code).get(f"{PAPER}?unit=hzq").status_code == status
    posted = {"version": 2, "reason": "请核实。", "action": "return"}
    answered = at(code).post(f"{PAPER}?unit=hzq", posted).status_code
    assert answered == {"sjyj": 302, "drc": 403, "office": 403}.get(code, 404)


def test_a_draft_is_its_units_alone(at, shared):
    shared.save(1, text="尚未核实。")
    page = text_of(at("sjyj").get(f"{PAPER}?unit=hzq"))
    assert "尚未核实" not in page and "该单位尚未报送" in page


def test_the_page_of_a_task_that_one_has_no_part_in_is_not_there(at, shared):
    assert at("other").get(PAPER).status_code == 404
    assert at("other").post(PAPER, filled(shared)).status_code == 404
    assert not Contribution.objects.exists()


def test_the_lead_adopts_what_it_read_and_no_more(at, shared):
    shared.send(1), shared.send(2, "lyq")
    one, two = shared.paper("hzq"), shared.paper("lyq")
    seen = {f"version-{one.pk}": one.version, f"version-{two.pk}": two.version - 1}
    response = at("sjyj").post(RECEIVED, {"contribution": [one.pk, two.pk], **seen}, follow=True)
    page = text_of(response)
    assert "已采用1个单位" in page and "连云区：您打开之后" in page
    assert shared.paper("hzq").state == ContributionState.ACCEPTED
    assert shared.paper("lyq").state == ContributionState.SUBMITTED


def test_the_lead_reminds_on_the_page(at, shared):
    response = at("sjyj").post(
        RECEIVED, {"unit": shared.counties[0].pk, "action": "remind", "word": "请报。"}
    )
    assert response.status_code == 302
    assert "日已催办" in text_of(at("sjyj").get(RECEIVED))
    assert "催办。请报。" in text_of(at("hzq").get(PAPER))


def test_who_was_reminded_today_or_has_sent_is_named_when_it_is_reminded_again(at, shared):
    ticked = [each.pk for each in shared.counties]
    lead = at("sjyj")
    lead.post(RECEIVED, {"unit": ticked[0], "action": "remind"})
    page = text_of(lead.post(RECEIVED, {"unit": ticked[0], "action": "remind"}))
    assert "没有发出催办：海州区今天已催办过，不重复催办。" in page and "请勾选" not in page
    page = text_of(lead.post(RECEIVED, {"unit": ticked, "action": "remind"}, follow=True))
    assert "已催办1个单位" in page and "海州区今天已催办过" in page
    shared.send(1)
    page = text_of(lead.post(RECEIVED, {"unit": ticked, "action": "remind"}))
    assert "连云区今天已催办过，不重复催办。海州区已报送，不需催办。" in page
    assert "没有发出催办：请勾选未报的单位。" in text_of(lead.post(RECEIVED, {"action": "remind"}))


def taking(setting, value="", **more):
    setting.report.refresh_from_db()
    posted = {"version": setting.report.version, "text": "全部开工。"}
    papers = Contribution.objects.filter(state=ContributionState.SUBMITTED)
    seen = {f"version-{each.pk}": each.version for each in papers}
    keys = [each.pk for each in papers]
    return {**posted, f"value-{setting.target.pk}": value, "contribution": keys, **seen, **more}


def test_the_sum_is_put_into_an_empty_field_and_not_saved(at, shared):
    Target.objects.update(unit="公里")  # of which there are halves
    shared.send(1), shared.send(Decimal("2.5"), "lyq")
    client = at("sjyj")
    assert "合计<b" in text_of(client.get(REPORT)).replace("<b ", "<b")
    page = text_of(client.post(TAKE, taking(shared)))
    assert f'name="value-{shared.target.pk}" value="3.5"' in page and "全部开工。" in page
    assert "已填入各单位合计3.5公里，尚未保存" in page
    assert {each.state for each in Contribution.objects.all()} == {ContributionState.ACCEPTED}
    shared.report.refresh_from_db()
    assert (shared.report.version, shared.report.state) == (0, ReportState.NOT_BEGUN)


def test_the_sum_overwrites_nothing_that_the_lead_typed(at, shared):
    shared.send(1)
    page = text_of(at("sjyj").post(TAKE, taking(shared, "4")))
    assert f'name="value-{shared.target.pk}" value="4"' in page
    assert "您已填4，没有改动；各单位合计1个（1/2个单位已报）" in page


def test_a_sum_alike_is_left_in_peace(at, shared):
    shared.send(1)
    assert "没有改动" not in text_of(at("sjyj").post(TAKE, taking(shared, "１")))


def test_where_nobody_sent_anything_nothing_is_put_in(at, shared):
    page = text_of(at("sjyj").post(TAKE, taking(shared)))
    assert "还没有单位报来数据，没有填入。" in page


def test_a_contribution_returned_after_the_lead_filed_is_told_beside_its_figure(at, shared, enter):
    shared.send(1), shared.send(2, "lyq")
    client = at("sjyj")
    client.post(TAKE, taking(shared))
    item = shared.task.milestones.get().items.get().pk
    posted = {**taking(shared, "3"), f"item-{item}": "done", "action": "submit"}
    assert client.post(REPORT, posted).status_code == 302
    shared.send_back("lyq")
    assert shared.report.measurements.get().value == 3
    page = text_of(at("drc").get(f"{REPORT}?unit=sjyj"))
    assert "牵头单位填报3个，各单位合计1个（1/2个单位已报），请核对。" in page


def test_a_county_sees_its_own_line_and_of_others_what_was_adopted(at, shared):
    shared.send(1), shared.send(2, "lyq")
    page = text_of(at("hzq").get(TASK))
    assert "海州区</td>" in page and "连云区</td>" not in page
    shared.adopt("lyq")
    assert "连云区</td>" in text_of(at("hzq").get(TASK))
    assert "分解：城市公园" not in text_of(at("other").get(TASK))


def answered(at, address):
    """The status for each of them, the file read and closed."""
    found = {}
    for code in ("hzq", "sjyj", "drc", "lyq", "other"):
        response = at(code).get(address)
        found[code] = response.status_code
        if response.streaming:
            b"".join(response.streaming_content)
    return found


def test_a_photograph_of_a_contribution_is_its_units_and_the_leads(at, shared):
    client = at("hzq")
    client.post(PAPER, filled(shared, files=uploaded(), action="save"))
    row = Contribution.objects.get().evidence.get()
    answers = answered(at, row.address)
    assert answers == {"hzq": 200, "sjyj": 404, "drc": 404, "lyq": 404, "other": 404}
    client.post(PAPER, filled(shared, action="submit"))
    answers = answered(at, row.address)
    assert answers == {"hzq": 200, "sjyj": 200, "drc": 200, "lyq": 404, "other": 404}


def test_files_come_one_by_one_in_the_background(at, shared):
    response = at("hzq").post(f"{PAPER}evidence/", {"version": 0, "files": uploaded()})
    assert response.status_code == 200 and response.json()["version"] == 1
    assert Contribution.objects.get().evidence.count() == 1


@pytest.mark.parametrize("number", [1, 30])
def test_the_desk_asks_as_often_for_one_share_as_for_many(at, shared, number, django_assert_max_num_queries):
    for _ in range(number - 1):
        target = make_target(make_task(shared.task.yearly_list, lead=shared.lead))
        out = SharedTarget.objects.create(target=target)
        Allocation.objects.create(shared=out, unit=shared.counties[0], quantity=2, shared_at=NOW)
    client = at("hzq")
    for page in (DESK, "/2021/q2/filing/"):
        client.get(page)
        with django_assert_max_num_queries(12):
            assert client.get(page).content.count(b"/contribution/") >= number


def test_where_nothing_was_sent_nothing_can_be_decided(at, shared):
    for act in ("adopt", "return", "recall"):
        posted = {"version": 0, "reason": "请核实。", "action": act}
        assert at("sjyj").post(f"{PAPER}?unit=hzq", posted).status_code == 404
    assert not Contribution.objects.exists()


def test_a_figure_that_can_hardly_be_is_asked_about_and_confirmed(at, shared):
    """Above twice the unit's own share of 2."""
    client = at("hzq")
    asked = client.post(PAPER, filled(shared, "5", action="submit"))
    assert asked.status_code == 400 and "确实无误的请勾选" in text_of(asked)
    assert f'name="confirm-{shared.target.pk}" value="5|over_target"' in text_of(asked)
    named = {f"confirm-{shared.target.pk}": "5|over_target", "action": "submit"}
    assert client.post(PAPER, filled(shared, "5", **named)).status_code == 302
    assert Contribution.objects.get().state == ContributionState.SUBMITTED
    assert "5个（填报 hzq某" in text_of(at("sjyj").get(f"{PAPER}?unit=hzq")), "the lead reads who said so"


def test_a_confirmation_of_another_figure_is_none(at, shared):
    named = {f"confirm-{shared.target.pk}": "6|over_target", "action": "submit"}
    assert at("hzq").post(PAPER, filled(shared, "5", **named)).status_code == 400
    assert Contribution.objects.get().confirmations == []


def test_what_is_typed_is_saved_by_itself(at, shared):
    client, header = at("hzq"), {"X-Background": "1"}
    answer = client.post(PAPER, filled(shared, "一半"), headers=header)
    assert answer.json()["version"] == 1 and len(answer.json()["wrong"]) == 1
    stale = client.post(PAPER, filled(shared) | {"version": 0}, headers=header)
    assert stale.status_code == 409 and "没有保存" in stale.json()["refused"]
    page = text_of(client.get(PAPER))
    assert "data-autosaves" in page and "js/report.js" in page


def test_what_a_picture_shows_is_said_kept_and_read_by_the_lead(at, shared):
    client = at("hzq")
    client.post(PAPER, filled(shared, files=uploaded(), action="save"))
    row = Contribution.objects.get().evidence.get()
    assert f'name="caption-{row.pk}"' in client.get(PAPER).text
    client.post(PAPER, filled(shared, action="save", **{f"caption-{row.pk}": "西广场完工"}))
    row.refresh_from_db()
    assert row.caption == "西广场完工"
    client.post(PAPER, filled(shared, action="submit", **{f"caption-{row.pk}": "西广场完工"}))
    assert "西广场完工" in text_of(at("sjyj").get(f"{PAPER}?unit=hzq"))


def test_a_caption_that_is_too_long_saves_nothing_and_comes_back(at, shared):
    client = at("hzq")
    client.post(PAPER, filled(shared, files=uploaded(), action="save"))
    row = Contribution.objects.get().evidence.get()
    answer = client.post(PAPER, filled(shared, action="save", **{f"caption-{row.pk}": "长" * 121}))
    assert answer.status_code == 400 and "长" * 121 in answer.text
    row.refresh_from_db()
    assert row.caption == ""


def test_the_sum_of_shares_is_a_total_where_the_quarters_own_is_typed(at, shared):
    first_quarter(shared, 2)
    shared.send(1), shared.send(3, "lyq")
    page = text_of(at("sjyj").post(TAKE, taking(shared)))
    assert f'name="value-{shared.target.pk}" value="4"' in page
    assert f'name="based_on-{shared.target.pk}"' in page
    assert f'name="based_on-{shared.target.pk}" value' not in page, "added to nothing"
    assert "此处填的是累计数。" in page


def test_a_quarters_own_is_compared_with_the_sum_by_its_total(at, shared):
    first_quarter(shared, 2)
    shared.send(1), shared.send(3, "lyq")
    last = {f"based_on-{shared.target.pk}": "2"}
    assert "没有改动" not in text_of(at("sjyj").post(TAKE, taking(shared, "2", **last)))
    assert "您已填4，没有改动" in text_of(at("sjyj").post(TAKE, taking(shared, "4", **last)))


def first_quarter(shared, total):
    Target.objects.update(is_own_entry=True)
    filed = {"state": ReportState.SUBMITTED, "submitted_at": NOW}
    first = make_report(shared.task, shared.lead, quarter=1, **filed)
    first.measurements.create(target=shared.target, value=total)


SAME = "与退回前相同，没有改动"
RECEIVED = "/2021/q2/tasks/36/contributions/"


@pytest.mark.parametrize(("value", "is_same"), [(1, True), (2, False)])
def test_the_lead_reads_in_the_list_what_came_back_unchanged(at, shared, value, is_same):
    shared.send(1)
    shared.send_back()
    paper = shared.send(value)
    page = text_of(at("sjyj").get(RECEIVED))
    assert (SAME in page) == is_same
    tick = page.partition(f'name="contribution" value="{paper.pk}"')[2].partition(">")[0]
    assert ("checked" in tick) == (not is_same)
    assert (SAME in text_of(at("drc").get(RECEIVED))) == is_same


def test_what_came_back_unchanged_is_not_adopted_with_the_sum(at, shared):
    shared.send(1)
    shared.send_back()
    paper = shared.send(1)
    page = text_of(at("sjyj").post(TAKE, taking(shared)))
    paper.refresh_from_db()
    assert paper.state == ContributionState.SUBMITTED
    assert f"海州区所报{SAME}，没有采用。" in page
