"""计划投资 in the form of a plan and in the plans' workbook: read back, asked about, confirmed."""

import pytest

from projects.models import Plan
from projects.rules.plan_content import from_json
from projects.rules.plan_states import PlanState
from tests.factories import make_user
from tests.progress.unit_workbook.test_views import words
from tests.projects.plans.test_unit_workbook import client, fill, out, posted
from tests.projects.plans.test_views import PAGE, enter, typed

__all__ = ["client", "enter"]  # fixtures
pytestmark = pytest.mark.django_db

RECKON = f"{PAGE}reckon/"
HUGE = "计划投资2000亿元，达到100亿元以上，本栏按“万元”填写"


def kept():
    return from_json(Plan.objects.get().content)


def reckoned(office, plan, investment):
    return office.post(RECKON, typed(plan, investment=investment)).json()["targets"]["investment"]


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("0.6亿元", {"words": "6000万元", "why": "", "doubt": "", "mark": ""}),
        ("20000000", {"words": "2000亿元", "why": "", "doubt": f"{HUGE}。", "mark": HUGE}),
        ("-5", {"words": "-5万元", "why": "计划投资不能是负数。", "doubt": "", "mark": ""}),
        ("", {"words": "", "why": "", "doubt": "", "mark": ""}),
    ],
)
def test_it_is_read_back_while_one_types_and_nothing_is_saved(plan, filer, enter, written, told):
    assert reckoned(enter(filer), plan, written) == told
    assert Plan.objects.get().version == 0


def test_what_cannot_be_read_is_said_at_once(plan, filer, enter):
    told = reckoned(enter(filer), plan, "两千")
    assert "没有看懂“两千”" in told["why"] and told["words"] == ""


def test_of_a_strangers_plan_nothing_is_told(plan, enter):
    assert enter(make_user("qt")).post(RECKON, typed(plan)).status_code == 404


def test_what_can_hardly_be_is_confirmed_before_it_is_filed(plan, filer, coordinator, enter):
    unit = enter(filer)
    said = typed(plan, investment="20000000", action="submit")
    page = words(unit.post(PAGE, said))
    assert f"{HUGE}。确认无误的，请勾选后再报送。" in page
    assert f'name="invests_knowingly" value="{HUGE}"' in page
    assert Plan.objects.get().state == PlanState.DRAFT
    again = typed(plan, investment="30000000", invests_knowingly=HUGE, action="submit")
    assert unit.post(PAGE, again).status_code == 400, "of another amount it was not said"
    said = typed(plan, investment="20000000", invests_knowingly=HUGE, action="submit")
    assert unit.post(PAGE, said).status_code == 302
    assert (Plan.objects.get().state, kept().invests_knowingly) == (PlanState.SUBMITTED, True)
    office = enter(coordinator)
    assert "报备单位已确认无误" in words(office.get(PAGE))
    assert "计划投资经核对" in words(office.get("/2023/plans/"))


def test_less_than_nothing_is_named_and_the_rest_is_kept(plan, filer, enter):
    answer = enter(filer).post(PAGE, typed(plan, investment="-5", action="save"))
    assert "计划投资不能是负数。" in words(answer) and 'value="-5"' in words(answer)
    assert (kept().investment, kept().leader) == (None, "张三")


def test_the_workbooks_preview_reads_it_back_and_asks(plan, client):
    page = posted(client, fill(out(client), **{"计划投资（万元）": "0.6亿元"}))
    assert "计划投资“0.6亿元”，读作6000万元。" in words(page)
    page = posted(client, fill(out(client), **{"计划投资（万元）": 20000000}))
    assert f"请核对：{HUGE}。无误的，导入后在方案页勾选“确认无误”。" in words(page)
    page = posted(client, fill(out(client), **{"计划投资（万元）": 6000}))
    assert "读作" not in words(page) and "请核对：" not in words(page)
    page = posted(client, fill(out(client), **{"计划投资（万元）": -5}))
    assert [each.words for each in page.context["found"].problems] == ["计划投资不能是负数。"]


def test_what_was_confirmed_stays_with_the_workbook(plan, filer, enter, client):
    enter(filer).post(PAGE, typed(plan, investment="20000000", invests_knowingly=HUGE))
    page = posted(client, out(client))
    assert "不变" in words(page) and "请核对：" not in words(page)


def test_a_plan_kept_before_it_was_asked_about_is_read(plan):
    old = {"format": 1, "quarters": [], "totals": {}, "steps": [], "investment": "20000000"}
    assert not from_json(old).invests_knowingly
