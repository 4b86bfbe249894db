"""What people do before a backup and after it was restored elsewhere; each in a process of its own.

`python -m tests.lianyungang.rehearsal before FILE`, then `after FILE` with another database and folder.
"""

import sys

import django

django.setup()

from django.core.files.storage import default_storage  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from progress.models import Report  # noqa: E402
from projects.log.seal_actions import seal_log  # noqa: E402
from projects.models import LogEntry, User  # noqa: E402
from tests.factories import PASSWORD, make_evidence, make_unit, make_user  # noqa: E402
from tests.progress.conftest import PAGE, owed, typed  # noqa: E402


def signed_in() -> Client:
    """The filer, by name and password."""
    client = Client()
    answer = client.post("/accounts/login/", {"username": "sjyj", "password": PASSWORD})
    assert answer.status_code == 302, "the sign-in was refused"
    return client


def before(file: str) -> None:
    """A draft with a file, half written; the log sealed; a backup."""
    unit = make_unit("sjyj", name="市教育局")
    report = owed(unit, 36)
    filer = make_user("sjyj", unit=unit)
    make_evidence(report, added_by=filer)
    saved = signed_in().post(PAGE, typed(report, text="已建成1个公园，", value="1"))
    assert saved.status_code == 302, saved.content.decode()
    seal_log(at=timezone.now())
    call_command("backup", file)


def after(file: str) -> None:
    """Restored; the filer finds the draft, ends and submits it; the log is whole and goes on."""
    call_command("restore", file)
    call_command("verify_log")
    report = Report.objects.get()
    assert default_storage.exists(report.evidence.get().file.path)
    client = signed_in()
    assert "已建成1个公园，" in client.get(PAGE).content.decode()
    done = client.post(
        PAGE, typed(report, text="已建成1个公园，另1个主体完工。", action="submit"), follow=True
    )
    report.refresh_from_db()
    assert report.text.endswith("主体完工。"), done.content.decode()
    assert report.state == "submitted", done.content.decode()
    assert LogEntry.objects.filter(actor=User.objects.get(username="sjyj"), act="report_submitted").exists()
    [seal] = seal_log(at=timezone.now())
    assert seal.number == 2
    call_command("verify_log")


if __name__ == "__main__":
    {"before": before, "after": after}[sys.argv[1]](sys.argv[2])
