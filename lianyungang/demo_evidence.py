"""Made-up evidence for the demo: two drawn pictures and a page, each named as such; nothing is a record."""

from functools import cache
from io import BytesIO

from django.core.files.base import ContentFile
from PIL import Image, ImageDraw

from progress.models import Report
from progress.reports.actions import attach_evidence
from progress.reports.sheet import ReportSheet
from progress.rules.states import Completion
from projects.evidence.actions import Description
from projects.files.uploads import LookedAt, looked_at
from projects.models import Plan, User
from projects.plans.actions import attach_evidence as attach_plan_evidence
from projects.plans.actions import save_draft as save_plan
from projects.rules.plan_content import from_json
from projects.rules.plan_items import planned_items

EVERY = 6  # tasks: of so many one shows a picture, the one after it two files
SIZE = (960, 720)
CAPTION = "演示材料，非真实文件"
SKY, GRASS, SAND, WALL, ROOF = "#bcd9ea", "#8fb573", "#d8c9a3", "#e9e4da", "#a5503f"
PAGE = """%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>endobj
4 0 obj<</Length 66>>stream
BT /F 28 Tf 72 740 Td (DEMO - made up, not a real document) Tj ET
endstream endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
trailer<</Root 1 0 R>>
%%EOF
"""


def attach_made_up(report: Report, sheet: ReportSheet, *, by: User) -> Report:
    """One or two files on some of the second quarter's reports, at the moment that they were saved."""
    place = report.task.number % EVERY
    if report.period.quarter != 2 or place not in (0, 1):
        return report
    files = _files()[:1] if place == 0 else _files()[1:]
    for file in files:
        named = {"based_on": report.version, "at": report.saved_at, "by": by}
        report = attach_evidence(report, file=file, about=_about(report, sheet), **named)
    return report


def _about(report: Report, sheet: ReportSheet) -> str:
    """The first item that the report calls done."""
    done = report.item_states.filter(state=Completion.DONE, item__in=[row.item.pk for row in sheet.items])
    first = done.order_by("item__order").first()
    return f"item-{first.item_id}" if first else ""


def with_plan_evidence(plan: Plan, *, by: User) -> Plan:
    """One or two files on some plans, with captions, the first on the first item of the plan."""
    place = plan.task.number % EVERY
    if place not in (0, 1):
        return plan
    first = planned_items(from_json(plan.content))[0].name
    files = _files()[2:] if place == 0 else _files()[:2]
    for file, about in zip(files, (first, ""), strict=False):
        named = {"based_on": plan.version, "at": plan.saved_at, "by": by}
        plan = attach_plan_evidence(plan, file=file, about=about, **named)
    said = {row.pk: Description(CAPTION, row.about) for row in plan.evidence.in_place()}
    named = {"based_on": plan.version, "at": plan.saved_at, "by": by}
    return save_plan(plan, content=from_json(plan.content), evidence=said, **named)


@cache
def _files() -> tuple[LookedAt, ...]:
    """Looked at once, whoever has them."""
    made = {
        "演示图片（非现场）一.jpg": _picture(ROOF),
        "演示图片（非现场）二.jpg": _picture("#3f6ea5"),
        "演示文件（非真实）.pdf": PAGE.encode(),
    }
    return tuple(looked_at(ContentFile(content, name)) for name, content in made.items())


def _picture(roof: str) -> bytes:
    """A house in a field, with the word DEMO."""
    picture = Image.new("RGB", SIZE, SKY)
    drawn = ImageDraw.Draw(picture)
    drawn.rectangle((0, 480, 960, 720), fill=GRASS)
    drawn.polygon([(380, 720), (580, 720), (500, 480), (460, 480)], fill=SAND)
    drawn.rectangle((300, 260, 660, 500), fill=WALL)
    drawn.polygon([(260, 260), (700, 260), (480, 110)], fill=roof)
    drawn.rectangle((440, 380, 520, 500), fill=roof)
    drawn.text((330, 590), "DEMO", fill="white", font_size=110)
    out = BytesIO()
    picture.save(out, "JPEG", quality=80)
    return out.getvalue()
