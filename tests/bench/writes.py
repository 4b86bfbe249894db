"""Saving a draft, submitting, deciding, over HTTP: one after the other, and by eight clients at once."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlencode

import psycopg2

from tests.bench.measuring import Case, Must
from tests.bench.server import (
    DEMO_PASSWORD,
    PASSWORD,
    TOKEN,
    USERNAME,
    Visitor,
    database_url,
    filled,
    readable,
    served,
)

CLIENTS = 8
OPEN = """
    SELECT DISTINCT ON (unit.code) unit.code, task.number, report.id FROM progress_report report
    JOIN projects_unit unit ON unit.id = report.unit_id JOIN projects_task task ON task.id = report.task_id
    JOIN progress_reportingperiod period ON period.id = report.period_id
    WHERE period.quarter = 2 AND report.state IN ('', 'draft', 'returned') ORDER BY unit.code, report.id
"""
WITHOUT_SIGNERS = (
    "UPDATE projects_user SET is_active = false WHERE role = 'signer'"  # then the filer's click submits
)
FIELDS = re.compile(r'name="((value|item|note|reason|expected)-\d+)"')
CONFIRM = re.compile(r'name="(confirm-[\d-]+)" value="([^"]+)"')  # 确认无误, of a figure as it stands
VERSION = re.compile(r'name="version" value="(\d+)"')
TYPED = {"value": "100000", "item": "done"}
TEXTS = {
    "text": "截至6月底，已按计划完成。",
    "problems": "前期雨水较多。",
    "next_steps": "倒排工期，赶上序时进度。",
    "self_assessment": "",
}


@dataclass
class Writer:
    """A filer and a coordinator at one report; `version` follows from what was answered."""

    filer: Visitor
    path: str
    key: int
    coordinator: Visitor | None = None
    typed: dict[str, str] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    version: int = 0

    def open(self) -> None:
        """The form, with the names of its fields."""
        page = readable(self.filer.get(self.path))
        self.version = int(VERSION.search(page)[1])
        self.typed = typed_in(page)
        self.tokens = {"filer": TOKEN.search(page)[1]}
        self.save()  # then the page asks about the figures, and they are confirmed
        self.typed |= CONFIRM.findall(readable(self.filer.get(self.path)))
        if self.coordinator:
            self.tokens["coordinator"] = TOKEN.search(readable(self.coordinator.get("/")))[1]

    def save(self, text: str = TEXTS["text"]) -> None:
        """What the page saves by itself."""
        self._post(
            self.filer,
            self.path,
            200,
            {**self.typed, "text": text, "csrfmiddlewaretoken": self.tokens["filer"]},
            background=True,
        )
        self.version += 1

    def submit(self) -> None:
        """报送: saved and submitted by one click."""
        self._post(
            self.filer,
            self.path,
            302,
            {**self.typed, "action": "submit", "csrfmiddlewaretoken": self.tokens["filer"]},
        )
        self.version += 2

    def decide(self) -> None:
        """退回, after which the unit writes again."""
        self._post(
            self.coordinator,
            f"/reports/{self.key}/return/",
            302,
            {"reason": "请核实。", "csrfmiddlewaretoken": self.tokens["coordinator"]},
        )
        self.version += 1

    def round(self) -> None:
        """All three."""
        self.save()
        self.submit()
        self.decide()

    def _post(
        self, visitor: Visitor, path: str, expected: int, fields: dict[str, str], *, background: bool = False
    ) -> None:
        status, body = visitor.ask(
            "POST", path, urlencode({**fields, "version": self.version}), background=background
        )
        visitor.cookies.pop("messages", None)  # the next page would have shown them
        if status != expected:
            raise RuntimeError(f"{path} answered {status}: {readable(body)[:300]}")


def typed_in(page: str) -> dict[str, str]:
    """What is typed in the form on a page, with 确认无误 of the figures that the page asks about."""
    typed = {name: TYPED.get(kind, "") for name, kind in FIELDS.findall(page)}
    return {**TEXTS, **typed, **dict(CONFIRM.findall(page))}


@contextmanager
def writes() -> Iterator[list[Case]]:
    """Each act by one client, and rounds of all three by eight."""
    with (
        filled("lists") as environment,
        served(environment) as (port, _),
        ThreadPoolExecutor(CLIENTS) as pool,
    ):
        alone, *many = writers(port, CLIENTS + 1)
        within = Must(20)
        together = Case(
            f"{CLIENTS * 3} writes by {CLIENTS} clients",
            lambda: list(pool.map(Writer.round, many)),
            Must(CLIENTS * 3 * 10),
        )
        yield [
            Case("save a draft", alone.save, within),
            Case("submit", alone.submit, within),
            Case("decide", alone.decide, within),
            together,
        ]


def writers(port: int, number: int) -> list[Writer]:
    """As many reports that are open, each of another unit, with the people who write and decide them."""
    ask(WITHOUT_SIGNERS)
    found = [
        Writer(Visitor(port), f"/2021/q2/tasks/{task}/", key, Visitor(port))
        for _, task, key in ask(OPEN)[:number]
    ]
    for writer, (unit, _, _) in zip(found, ask(OPEN), strict=False):
        writer.filer.sign_in(unit, DEMO_PASSWORD)
        writer.coordinator.sign_in(USERNAME, PASSWORD)
        writer.open()
    return found


def ask(statement: str) -> list[tuple]:
    """The rows of a query on the bench's database; none of an update."""
    with closing(psycopg2.connect(database_url())) as connection, connection, connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall() if cursor.description else []
