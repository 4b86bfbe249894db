"""Files that come with what a unit asks for, and a quarter's archive with what co-responsible units sent."""

from io import BytesIO
from zipfile import ZipFile

import pytest

from progress.contributions.actions import attach_evidence
from progress.models import Closure, Evidence, Extension
from projects.files.uploads import looked_at
from projects.models import KeptFile
from projects.rules.roles import Role
from tests.acceptance import accept_as_shown
from tests.factories import NOW, make_unit, make_user
from tests.progress.conftest import PAGE, submitted
from tests.progress.contributions.conftest import setting  # noqa: F401
from tests.sample_files import pdf, uploaded

pytestmark = pytest.mark.django_db
ASKING = "/2021/q2/filing/extension/"
ASKED = {"until": "2021-07-20", "reason": "数据未齐。"}


def test_an_extension_is_asked_for_with_files(report, filer, coordinator, enter):
    answer = enter(filer).post(ASKING, {**ASKED, "files": [uploaded(), uploaded(pdf(), "函.pdf")]})
    assert answer.status_code == 302
    names = list(Extension.objects.get().evidence.values_list("name", flat=True))
    assert names == ["现场.jpg", "函.pdf"]
    row = Evidence.objects.first()
    for page in ("/2021/q2/overdue/", "/2021/q2/opening/"):
        assert row.address in enter(coordinator).get(page).text
    assert row.address in enter(filer).get("/2021/q2/filing/").text
    stranger = make_user(unit=make_unit("smzj"))
    read = {who: enter(who).get(row.address) for who in (coordinator, filer, stranger)}
    assert [each.status_code for each in read.values()] == [200, 200, 404]
    for each in list(read.values())[:2]:
        b"".join(each.streaming_content)


def test_a_file_that_is_none_of_the_kinds_is_refused_with_the_whole_application(report, filer, enter):
    answer = enter(filer).post(ASKING, {**ASKED, "files": [uploaded(), uploaded(b"MZ\0\0", "a.exe")]})
    assert answer.status_code == 400 and "数据未齐。" in answer.text
    assert not Extension.objects.exists() and not Evidence.objects.exists() and not KeptFile.objects.exists()


def test_one_file_twice_is_refused(report, filer, enter):
    answer = enter(filer).post(ASKING, {**ASKED, "files": [uploaded(), uploaded(name="又.jpg")]})
    assert answer.status_code == 400 and "同一文件" in answer.text
    assert not Extension.objects.exists() and not KeptFile.objects.exists()


def test_a_closure_is_applied_for_with_files(report, filer, coordinator, enter):
    finished = accept_as_shown(submitted(report, filer, value=5), at=NOW, by=coordinator)
    posted = {"version": finished.version, "grounds": "已全部建成。", "files": [uploaded()]}
    assert enter(filer).post(f"{PAGE}closure/", posted).status_code == 302
    row = Closure.objects.get().evidence.get()
    assert row.address in enter(coordinator).get(PAGE).text
    assert enter(make_user("who", role=Role.ADMINISTRATOR)).get(row.address).status_code == 404


def test_the_archive_has_what_co_responsible_units_sent(setting, enter):  # noqa: F811
    setting.share(2, 3)
    saved, by = setting.save(), setting.person("hzq")
    named = {"file": looked_at(uploaded(name="园区.jpg")), "based_on": saved.version, "at": NOW, "by": by}
    attach_evidence(saved, **named)
    client = enter(make_user("drc", role=Role.COORDINATOR))
    assert archived(client) == ["清单.xlsx"], "not before it is sent"
    setting.send()
    assert archived(client) == ["清单.xlsx", "第36项 海州区（协同）/01 园区.jpg"]


def archived(client):
    answer = client.get("/2021/q2/evidence.zip")
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        return archive.namelist()
