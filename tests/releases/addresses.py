"""What is read of a release: who asks for which page, at which moment. None is ever taken away."""

from datetime import datetime
from zoneinfo import ZoneInfo

NOW = datetime(2021, 7, 14, 14, 0, tzinfo=ZoneInfo("Asia/Shanghai"))  # of the demo as it is loaded
PAGES = (
    ("drc", "/"),
    ("drc", "/years/"),
    ("drc", "/2021/"),
    ("drc", "/2021/tasks/"),
    ("drc", "/2021/tasks/1/"),
    ("drc", "/2021/tasks/36/"),
    ("drc", "/2021/q1/"),
    ("drc", "/2021/q2/"),
    ("drc", "/2021/q2/tasks/36/"),
    ("drc", "/2021/q2/review/"),
    ("drc", "/2021/q2/overdue/"),
    ("drc", "/2021/notices/"),
    ("drc", "/2021/notices/1/"),
    ("drc", "/2021/notices/proposals/"),
    ("drc", "/2021/coordination/"),
    ("drc", "/2021/reminders/"),
    ("drc", "/2021/q2/bulletin/"),
    ("drc", "/2021/q2/bulletin/preview/"),
    ("drc", "/2021/bulletins/"),
    ("drc", "/2021/bulletins/1/"),
    ("drc", "/2021/settings/"),
    ("drc", "/2021/q2/opening/"),
    ("drc", "/units/"),
    ("drc", "/units/sjyj/"),
    ("office", "/"),
    ("office", "/2021/q2/review/"),
    ("sjyj", "/"),
    ("sjyj", "/2021/"),
    ("sjyj", "/2021/q2/"),
    ("sjyj", "/2021/q2/filing/"),
    ("sjyj", "/reminders/"),
    ("sjyj-signer", "/"),
    ("sjyj-signer", "/2021/q2/filing/"),
    ("hzq", "/2021/q1/filing/"),
    ("hzq", "/2021/q2/filing/"),
    ("srsj", "/2021/q2/filing/print/"),
    ("admin", "/2021/findings/"),
    ("auditor", "/log/"),
)
WORKBOOKS = (
    ("drc", "/2021/tasks.xlsx"),
    ("drc", "/2021/q2/overdue/overdue.xlsx"),
    ("drc", "/2021/notices.xlsx"),
)
ISSUED = (
    ("drc", "/2021/bulletins/1/bulletin.xlsx"),
    ("drc", "/2021/bulletins/1/bulletin.docx"),
    ("drc", "/2021/bulletins/1/public.docx"),
)


def key(account: str, address: str) -> str:
    """Under which a page is recorded."""
    return f"{account} {address}"
