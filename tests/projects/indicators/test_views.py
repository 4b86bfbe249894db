import pytest

from projects.models import FivePlan
from tests.factories import make_list, make_task, make_unit
from tests.pages import one_line
from tests.projects.indicators.test_actions import admin, document, plan  # noqa: F401

SETTINGS = "/plans/2021-2025/settings/"


@pytest.fixture
def enter(client, admin):  # noqa: F811
    client.force_login(admin)
    return client


def fields(plan, **changed):  # noqa: F811
    """What the settings page posts: every row as it stands, but for what is changed."""
    posted = {}
    for each in plan.indicators.all():
        prefix = f"i{each.number}"
        posted |= {f"{prefix}-version": each.version, f"{prefix}-domain": each.domain}
        posted |= {f"{prefix}-direction": each.direction, f"{prefix}-unit": ""}
        posted |= {f"{prefix}-yearly": "", f"{prefix}-tasks": ""}
    return posted | changed


def test_the_document_leads_to_the_indicators(enter, document):  # noqa: F811
    shown = one_line(enter.get(f"/documents/{document.pk}/").content.decode())
    assert "读到 68 项指标" in shown and "规划指标入库" in shown
    answer = enter.post(f"/documents/{document.pk}/indicators/", follow=True)
    assert answer.redirect_chain == [(SETTINGS, 302)]
    assert "36项规划指标已入库" in one_line(answer.content.decode())
    assert "已入库" in one_line(enter.get(f"/documents/{document.pk}/").content.decode())


def test_units_directions_targets_and_tasks_are_settled_together(enter, plan):  # noqa: F811
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
def test_what_cannot_be_is_refused_and_everything_typed_stays(enter, plan, field, typed, sentence):  # noqa: F811
    answer = enter.post(SETTINGS, fields(plan, **{field: typed, "i2-domain": "改过的领域"}))
    shown = one_line(answer.content.decode())
    assert answer.status_code == 400
    assert sentence in shown and "改过的领域" in shown and typed in shown
    assert not FivePlan.objects.get().indicators.filter(domain="改过的领域").exists()


def test_a_plan_of_the_same_years_is_refused_by_name(enter, document, plan):  # noqa: F811
    document.pk, document.sha256 = None, "0" * 64
    document.save()
    document.reading = plan.document.reading
    document.reading.pk, document.reading.document = None, document
    document.reading.save()
    answer = enter.post(f"/documents/{document.pk}/indicators/", follow=True)
    assert "2021—2025年的规划指标已经入库" in answer.content.decode()


def test_who_posts_no_version_changes_nothing(enter, plan):  # noqa: F811
    assert enter.post(SETTINGS, {"i1-domain": "别的"}).status_code == 404
