"""Loads the demo into one database, without a web server: `python -m tests.releases.filling`."""

from datetime import datetime, time
from zoneinfo import ZoneInfo

import django

django.setup()

from lianyungang.demo import TODAY, load_demo  # noqa: E402

if __name__ == "__main__":
    load_demo(datetime.combine(TODAY, time(8, 30), ZoneInfo("Asia/Shanghai")))
