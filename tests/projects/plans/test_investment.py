"""计划投资 in the form of a plan and in the plans' workbook: read back, asked about, confirmed."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document

from projects.models import Plan, PlanFiling
from projects.rules.plan_content import from_json
from projects.rules.plan_states import PlanState
from projects.rules.roles import Role
from tests.factories import NOW, make_user
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


def test_the_lists_in_which_it_is_signed_and_recorded_show_the_sum(plan, filer, coordinator, enter):
    unit, signer = enter(filer), make_user("签", role=Role.SIGNER, unit=plan.unit)
    said = typed(plan, investment="1500000", action="send", invests_knowingly=HUGE)
    said["invests_knowingly"] = HUGE.replace("2000亿元", "150亿元")
    assert unit.post(PAGE, said).status_code == 302
    PlanFiling.objects.update(due_on=date(2023, 1, 3))
    page = words(enter(signer).get("/2023/plans/"))
    assert "计划投资150亿元" in page and "计划投资经核对" in page
    assert '未报备</span> <span class="v v-behind">待审签</span>' in page
    Plan.objects.update(state=PlanState.SUBMITTED, submitted_at=NOW, first_submitted_at=NOW)
    assert "计划投资150亿元" in words(enter(coordinator).get("/2023/plans/"))
    paper = Document(BytesIO(enter(signer).get(f"{PAGE}plan.docx").content))
    assert "计划投资：150亿元（金额经核对，报备单位已确认无误）" in [each.text for each in paper.paragraphs]


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
