"""A word typed beside a paper comes back through the sign-in into its own field, with the version it had."""

import re

import pytest

from progress.models import ListSettings
from progress.rules.states import ExtensionState, ReportState
from projects.models import LogEntry
from tests.factories import make_extension
from tests.progress.test_seen_versions import Office, office  # noqa: F401 - the fixture

pytestmark = pytest.mark.django_db

NOT_SAVED, CHOOSE_AGAIN = "您刚才填写的内容尚未保存，请核对后重新办理。", "所选文件须重新选择。"
TYPED, SEEN = "请补充佐证，数量与上季不符。", 7


def version_beside(words, page):
    """The version that the form which holds these words would post."""
    own = next(form for form in re.findall(r"<form.*?</form>", page, re.DOTALL) if words in form)
    return re.search(r'name="version"\s+value="(\d+)"', own)[1]


def signed_by(it: Office, row):
    """With a signer, who reads it."""
    return it.signer, row.address


def of_contribution(it: Office):
    paper = it.contribution("submitted")
    return it.filer, paper.address


def of_backfill(it: Office):
    loaded = it.backfill()
    loaded.shown = [{"number": 36, "task": "新建小学", "unit": "市教育局", "said": [], "code": "on_schedule"}]
    loaded.save()
    return it.supervisor, f"{loaded.address}decide/"


WORDS = {  # where it is typed: who, at which address; the field and what else the form posts
    "contribution_returned": (of_contribution, "reason", {"action": "return"}),
    "contributions_reminded": (
        lambda it: (it.filer, (it.shared(), it.contribution(""))[1].received_address),
        "word",
        {"action": "remind"},
    ),
    "value_sent_back": (
        lambda it: signed_by(it, it.yearly_value("awaiting")),
        "word",
        {"action": "send_back"},
    ),
    "value_returned": (
        lambda it: (it.drc, it.yearly_value("submitted").address),
        "reason",
        {"action": "return"},
    ),
    "value_reopened": (
        lambda it: (it.drc, it.yearly_value("accepted").address),
        "reason",
        {"action": "reopen"},
    ),
    "follow_up_sent_back": (
        lambda it: signed_by(it, it.follow_up("awaiting")),
        "word",
        {"action": "send_back"},
    ),
    "follow_up_returned": (
        lambda it: (it.drc, it.follow_up("submitted").address),
        "reason",
        {"action": "return"},
    ),
    "backfill_refused": (
        of_backfill,
        "word",
        {"action": "refuse"},
    ),
    "report_sent_back": (
        lambda it: (it.signer, f"{it.filed(ReportState.AWAITING).address.partition('?')[0]}send-back/"),
        "word",
        {},
    ),
}


UNVERSIONED = {"contributions_reminded"}  # a message decides nothing


@pytest.mark.parametrize("place", WORDS)
def test_a_word_typed_when_the_session_ended_comes_back_into_its_field(place, office, client):  # noqa: F811
    asked, field, more = WORDS[place]
    person, address = asked(office)
    client.force_login(person)
    typed = {field: TYPED, "version": SEEN, **more}
    answer = client.post(address, {f"carried-{name}": value for name, value in typed.items()})
    page = answer.content.decode()
    assert answer.status_code in (200, 400)
    assert page.count(TYPED) == 1 and page.count(NOT_SAVED) == 1 and CHOOSE_AGAIN not in page
    if place not in UNVERSIONED:
        assert version_beside(TYPED, page) == str(SEEN)
    assert not LogEntry.objects.exists()


def test_who_had_chosen_files_is_told_to_choose_them_again(office, client):  # noqa: F811
    client.force_login(office.filer)
    carried = {"carried-reason": TYPED, "carried_files": "1"}
    page = client.post("/2021/q2/filing/extension/", carried).content.decode()
    assert NOT_SAVED in page and CHOOSE_AGAIN in page
    assert CHOOSE_AGAIN not in client.get("/2021/q2/filing/extension/").content.decode()


def test_a_word_on_an_old_version_comes_back_into_its_field(office, client):  # noqa: F811
    client.force_login(office.signer)
    address = office.filed(ReportState.AWAITING, version=5).address.partition("?")[0]
    refused = client.post(f"{address}send-back/", {"word": TYPED, "version": 4})
    assert refused.status_code == 409
    again = client.post(f"{address}send-back/", {"carried-word": TYPED, "carried-version": "4"})
    page = again.content.decode()
    assert f'value="{TYPED}"' in page and version_beside(TYPED, page) == "4"


def test_an_opinion_that_was_refused_is_told_with_the_refusal(office, client):  # noqa: F811
    extension = make_extension(office.report.period, office.report.unit, version=5)
    client.force_login(office.drc)
    posted = {"action": "refuse", "note": TYPED, "version": 4}
    page = client.post(f"/extensions/{extension.pk}/", posted, follow=True).content.decode()
    extension.refresh_from_db()
    assert TYPED in page and extension.state == ExtensionState.ASKED


def test_a_reminder_longer_than_is_kept_is_not_cut_but_said(office, client):  # noqa: F811
    client.force_login(office.filer)
    office.shared()
    address = office.contribution("").received_address
    answer = client.post(address, {"action": "remind", "unit": [1], "word": "催" * 501})
    assert answer.status_code == 400 and "附言有501字" in answer.content.decode()
    assert "催" * 501 in answer.content.decode()


@pytest.mark.parametrize("comes", ["", "carried-"], ids=["refused", "through the sign-in"])
def test_the_units_ticked_for_a_reminder_that_did_not_go_stay_ticked(office, client, comes):  # noqa: F811
    client.force_login(office.filer)
    unit = office.shared().allocations.get().unit
    address = office.contribution("").received_address
    typed = {"action": "remind", "unit": unit.pk, "word": "催" * 501}
    page = client.post(address, {f"{comes}{name}": value for name, value in typed.items()}).content.decode()
    own = next(tag for tag in re.findall(r"<input[^>]*>", page) if 'name="unit"' in tag)
    assert f'value="{unit.pk}"' in own and "checked" in own


def test_two_who_share_out_the_same_target_read_both_figures(office, client):  # noqa: F811
    shared = office.shared()
    unit = shared.allocations.get().unit
    client.force_login(office.filer)
    typed = {"target": shared.target_id, "version": 9, f"year-{unit.pk}": "4"}
    page = client.post(shared.address, typed).content.decode()
    assert "现在保存的是" in page and f"{unit}全年份额：2" in page
    assert f'name="year-{unit.pk}" value="4"' in page
    assert f'name="version" value="{shared.version}"' in page


def test_two_who_change_the_settings_read_both_numbers(office, client):  # noqa: F811
    yearly_list = office.report.period.yearly_list
    ListSettings.objects.create(yearly_list=yearly_list, grace_days=7, version=5)
    address = f"/{yearly_list.year}/settings/"
    client.force_login(office.drc)
    form = client.get(address).context["form"]
    stood = {name: form[name].value() for name in form.fields}
    typed = {name: value for name, value in stood.items() if value is not None and value is not False}
    typed |= {"grace_days": 9, "version": 4}
    page = client.post(address, typed).content.decode()
    assert "现在保存的是" in page and "宽限期（工作日）：7" in page
    assert 'name="version" value="5"' in page
    restored = client.post(address, {f"carried-{name}": value for name, value in typed.items()})
    assert 'name="version" value="4"' in restored.content.decode()
