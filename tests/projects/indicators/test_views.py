import pytest

from projects.indicators.actions import Settled, settle
from projects.models import FivePlan, LogEntry
from tests.factories import NOW, make_list, make_task, make_unit
from tests.pages import one_line

SETTINGS = "/plans/2021-2025/settings/"


@pytest.fixture
def enter(client, admin):
    client.force_login(admin)
    return client


def fields(plan, **changed):
    """What the settings page posts: every row as it stands, but for what is changed."""
    posted = {}
    for each in plan.indicators.all():
        prefix = f"i{each.number}"
        posted |= {f"{prefix}-version": each.version, f"{prefix}-domain": each.domain}
        posted |= {f"{prefix}-direction": each.direction, f"{prefix}-unit": ""}
        posted |= {f"{prefix}-yearly": "", f"{prefix}-tasks": ""}
    return posted | changed


def test_the_document_leads_to_the_indicators(enter, document):
    shown = one_line(enter.get(f"/documents/{document.pk}/").content.decode())
    assert "读到 68 项指标" in shown and "规划指标入库" in shown
    answer = enter.post(f"/documents/{document.pk}/indicators/", follow=True)
    assert answer.redirect_chain == [(SETTINGS, 302)]
    assert "36项规划指标已入库" in one_line(answer.content.decode())
    assert "已入库" in one_line(enter.get(f"/documents/{document.pk}/").content.decode())


def test_units_directions_targets_and_tasks_are_settled_together(enter, plan):
    make_unit("swjw", name="市卫健委"), make_task(make_list(2021), number=36)
    said = {"i1-unit": "市卫健委", "i1-yearly": "2022:95.5", "i1-tasks": "2021-36"}
    answer = enter.post(SETTINGS, fields(plan, **said), follow=True)
    assert "已保存1项指标的修改" in answer.content.decode()
    first = FivePlan.objects.get().indicators.get(number=1)
    assert (first.unit.code, first.yearly) == ("swjw", {"2022": "95.5"})
    assert first.tasks.get().number == 36


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("i1-unit", "市没有局", "单位库中没有在用的单位“市没有局”"),
        ("i1-yearly", "2031:3", "不是规划期内的年份和数值"),
        ("i1-yearly", "很多", "请按“2022:3 2023:3.5”填写"),
        ("i1-tasks", "2021-36", "没有2021年第36项任务"),
        ("i1-tasks", "第36项", "请按“2021-36 2023-12”填写"),
    ],
)
def test_what_cannot_be_is_refused_and_everything_typed_stays(enter, plan, field, typed, sentence):
    answer = enter.post(SETTINGS, fields(plan, **{field: typed, "i2-domain": "改过的领域"}))
    shown = one_line(answer.content.decode())
    assert answer.status_code == 400
    assert sentence in shown and "改过的领域" in shown and typed in shown
    assert not FivePlan.objects.get().indicators.filter(domain="改过的领域").exists()


def test_a_plan_of_the_same_years_is_refused_by_name(enter, document, plan):
    document.pk, document.sha256 = None, "0" * 64
    document.save()
    document.reading = plan.document.reading
    document.reading.pk, document.reading.document = None, document
    document.reading.save()
    answer = enter.post(f"/documents/{document.pk}/indicators/", follow=True)
    assert "2021—2025年的规划指标已经入库" in answer.content.decode()


def test_an_old_screen_shows_what_the_other_saved_and_can_be_saved_again_knowingly(enter, plan, admin):
    seen = fields(plan, **{"i1-domain": "我的领域", "i2-domain": "也是我的"})
    first = plan.indicators.get(number=1)
    said = {first.pk: Settled(0, "对方的领域", first.direction, None)}
    settle(plan, said=said, at=NOW, by=admin)
    answer = enter.post(SETTINGS, seen)
    page = one_line(answer.content.decode())
    assert answer.status_code == 409
    assert f"“{first.name}”" in page and page.count("他人已保存") == 1
    assert "领域 对方的领域；" in page and "我的领域" in page and "也是我的" in page
    again = seen | {"i1-version": plan.indicators.get(number=1).version}
    assert f'name="i1-version" value="{again["i1-version"]}"' in page
    assert enter.post(SETTINGS, again).status_code == 302
    assert plan.indicators.get(number=1).domain == "我的领域"


def test_who_posts_no_version_changes_nothing(enter, plan):
    assert enter.post(SETTINGS, {"i1-domain": "别的"}).status_code == 404


def test_a_doubt_is_ticked_off_and_why_goes_into_the_log(enter, plan):
    doubted = plan.indicators.get(name="高等教育毛入学率")
    ticks = one_line(enter.get(SETTINGS).content.decode())
    assert f'name="i{doubted.number}-is_checked"' in ticks and 'name="i1-is_checked"' not in ticks
    said = {f"i{doubted.number}-is_checked": "on", "grounds": "对照规划表3"}
    answer = enter.post(SETTINGS, fields(plan, **said), follow=True)
    assert "已保存1项指标的修改" in answer.content.decode()
    doubted.refresh_from_db()
    assert doubted.doubts == ""
    detail = LogEntry.objects.get(act="indicators_settled").detail
    assert detail == {doubted.name: {"checked": "领域"}, "grounds": "对照规划表3"}


def test_a_guessed_domain_is_marked_where_the_plan_is_read(enter, plan):
    page = one_line(enter.get("/plans/2021-2025/").content.decode())
    assert page.count("领域待核对") == plan.indicators.filter(is_domain_certain=False).count() > 0


def test_what_is_left_open_is_counted_in_one_sentence(enter, plan):
    doubted = sum(bool(each.doubts) for each in plan.indicators.all())
    sentence = f"36项，36项未指定责任单位，{doubted}项的领域或方向待核对"
    assert sentence in one_line(enter.get(SETTINGS).content.decode())
