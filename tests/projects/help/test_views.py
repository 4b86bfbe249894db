"""The help: one part for each role, its words those of the pages."""

import re
from pathlib import Path

import pytest
from django.contrib.staticfiles import finders
from django.template.loader import get_template

from lianyungang.settings import BASE_DIR
from progress.rules.states import FilingState, NoticeLevel, Punctuality, VerdictClass
from projects.help.pictures import PICTURES
from projects.help.views import CHAPTERS
from projects.rules.roles import Role
from tests.help_pictures import STEPS
from tests.pages import one_line

TEXTS = {
    each.slug: Path(get_template(each.template).origin.name).read_text(encoding="utf-8") for each in CHAPTERS
}
LARGEST = 60_000  # bytes of a picture


@pytest.fixture
def page(as_role):
    return one_line(as_role(Role.FILER).get("/help/").content.decode())


def test_every_role_has_a_part():
    assert set(Role) <= {each.slug for each in CHAPTERS}


def test_ones_own_part_is_marked(page):
    assert '<a href="#filer" class="own">填报员（您）</a>' in page
    assert page.count('class="own"') == 1


@pytest.mark.django_db
def test_it_can_be_read_before_signing_in(client):
    assert "密码连错 5 次" in client.get("/help/").content.decode()


@pytest.mark.parametrize(
    "word",
    [
        *[each.word for each in FilingState],
        Punctuality.LATE.word,
        *(word.partition("（")[0] for word in [each.word for each in VerdictClass]),
    ],
)
def test_every_state_and_verdict_is_explained(word):
    assert f">{word}</span></th>" in TEXTS["words"]


def test_every_picture_is_there_small_and_described():
    named = [name for text in TEXTS.values() for name in re.findall(r"picture=pictures\.(\w+) ", text)]
    assert sorted(named) == sorted(PICTURES) == sorted(STEPS)
    assert not any("<img" in text for text in TEXTS.values())
    for picture in PICTURES.values():
        content = Path(finders.find(picture.path)).read_bytes()
        assert len(content) < LARGEST
        assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (1366, picture.height)
        assert picture.shows
        assert picture.caption


def test_every_page_leads_to_it(as_role):
    assert '<a href="/help/">' in one_line(as_role(Role.FILER).get("/").content.decode())


ON_REPORTS = (
    "保存草稿",
    "送审签",
    "报送",
    "退回填报人",
    "撤回",
    "退回",
    "审核通过",
    "重开",
    "申请延期",
    "申请销号",
    "同意销号",
    "确认评价",
)
ON_CHASING = ("催办", "延期", "督办", "签收", "签发", "办结", "确认办结", "印发通报", "印发更正")
QUOTED = re.compile(r"“([^”]+)”")
EXAMPLES = {"已填完 3/10", "连续2季"}
PRODUCT = [
    BASE_DIR / "templates",
    BASE_DIR / "projects",
    BASE_DIR / "progress",
    BASE_DIR / "lianyungang" / "static" / "js",
]
WRITTEN = "".join(
    file.read_text(encoding="utf-8")
    for folder in PRODUCT
    for file in folder.rglob("*.*")
    if file.suffix in {".html", ".py", ".js"} and not file.name.startswith("help_")
)


@pytest.mark.parametrize("label", [*ON_REPORTS, *ON_CHASING])
def test_every_label_that_stays_is_told(label):
    assert f"“{label}”" in "".join(TEXTS.values())


@pytest.mark.parametrize(
    "words", sorted({found for text in TEXTS.values() for found in QUOTED.findall(text)} - EXAMPLES)
)
def test_what_the_help_quotes_stands_on_a_page(words):
    assert words in WRITTEN


@pytest.mark.parametrize("word", [each.word for each in NoticeLevel])
def test_every_level_of_notices_is_explained(word):
    assert f">{word}</span></th>" in TEXTS["words"]


def test_the_hour_of_the_reminders_is_told_alike_to_who_gets_and_who_keeps_them():
    told = [part for part, text in TEXTS.items() if "自动提醒会列出" in text or "发出催办。" in text]
    assert sorted(told) == ["administrator", "signer"]
    assert all("早上七点半" in TEXTS[part] for part in told)
    assert not any("当晚" in text for text in TEXTS.values())


def test_what_a_quarter_may_be_opened_without_and_what_becomes_of_a_unit_out_of_use_is_told():
    text = TEXTS["administrator"]
    assert "报备实施方案" in text and "仍要开启" in text and "才能开启季度" not in text
    assert "不再应报" in text and "人员账号不随之停用" in text


def test_the_head_of_every_page_leads_to_ones_own_part(as_role):
    assert 'href="/help/#filer"' in one_line(as_role(Role.FILER).get("/").content.decode())
