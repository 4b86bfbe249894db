"""What a file is, by its content; what is broken, locked or no kind of ours is told apart."""

from io import BytesIO

import pytest
from PIL import Image

from projects.files import pictures
from projects.files.contents import MOST_TIMES, Unfit, kinds_of
from projects.files.inspection import look
from projects.files.pictures import LARGE, SMALL, shrunk
from projects.rules.file_kinds import FileKind, shown_name
from tests.phone_pictures import heic
from tests.sample_files import EVERY_KIND, archive, bomb, docx, old_office, pdf, picture, xlsx


@pytest.mark.parametrize("name", EVERY_KIND)
def test_every_kind_is_told_by_its_content(name):
    kind, small = look(EVERY_KIND[name], name)
    assert kind == {"jpeg": "jpg"}.get(name.rpartition(".")[2], name.rpartition(".")[2])
    assert (small is not None) == (kind in ("jpg", "png"))


def test_a_name_without_an_ending_leaves_it_to_the_content():
    assert look(picture(), "IMG_0001")[0] == FileKind.JPG
    assert shown_name("IMG_0001", FileKind.JPG) == "IMG_0001.jpg"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (picture(), "验收.pdf", "与扩展名不符"),
        (pdf(), "现场.jpg", "与扩展名不符"),
        (docx(), "清单.xlsx", "与扩展名不符"),
        (old_office("Workbook"), "纪要.doc", "与扩展名不符"),
        (picture(), "现场.jpg.exe", "与扩展名不符"),
        (b"MZ\x90\0" * 100, "现场.jpg", "不是可以上传的文件类型"),
        (b"<html><script>1</script>", "页面.html", "不是可以上传的文件类型"),
        (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "图.svg", "不是可以上传的文件类型"),
        (archive({"a.txt": b"x"}), "资料.zip", "不是可以上传的文件类型"),
        (old_office("Something"), "纪要.doc", "不是可以上传的文件类型"),
        (b"", "空.pdf", "空的"),
    ],
)
def test_what_is_not_what_its_name_says_is_not_taken(content, name, words):
    with pytest.raises(Unfit, match=words):
        look(content, name)


@pytest.mark.parametrize("name", EVERY_KIND)
def test_what_was_cut_off_is_not_taken(name):
    content = EVERY_KIND[name]
    with pytest.raises(Unfit):
        look(content[: len(content) * 2 // 3 - 8], name)


def test_a_bomb_is_not_unpacked():
    assert len(bomb()) * MOST_TIMES < 120_000_000
    with pytest.raises(Unfit, match="解压后过大"):
        kinds_of(bomb())


def test_a_picture_of_too_many_pixels_is_not_unpacked(monkeypatch):
    content = picture("PNG", size=(9000, 9000))
    monkeypatch.setattr(Image.Image, "load", lambda *_: pytest.fail("unpacked"))
    with pytest.raises(Unfit, match="9000×9000"):
        shrunk(content, FileKind.PNG)


def test_macros_and_passwords_are_named():
    parts = {"word/document.xml": b"x", "[Content_Types].xml": b"ms-word.document.macroEnabled"}
    with pytest.raises(Unfit, match="宏"):
        kinds_of(archive(parts))
    with pytest.raises(Unfit, match="密码"):
        kinds_of(old_office("EncryptedPackage"))


def test_a_small_picture_is_upright_and_says_nothing_of_the_camera():
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "camera"  # turned by a quarter; its maker
    made = shrunk(picture(size=(640, 320), exif=exif), FileKind.JPG)
    small = Image.open(BytesIO(made.small))
    assert small.size == (SMALL // 2, SMALL)
    assert not small.getexif()
    assert made.large == b""


def test_a_photograph_of_a_phone_gets_a_picture_that_browsers_show():
    made = shrunk(heic((3000, 1500)), FileKind.HEIC)
    large = Image.open(BytesIO(made.large))
    assert (large.format, large.size) == ("JPEG", (LARGE, LARGE // 2))
    with pytest.raises(Unfit):
        shrunk(heic((3000, 1500))[:900], FileKind.HEIC)


def test_what_shows_through_becomes_white():
    out = BytesIO()
    Image.new("RGBA", (400, 400), (0, 0, 0, 0)).save(out, "PNG")
    small = Image.open(BytesIO(shrunk(out.getvalue(), FileKind.PNG).small))
    assert small.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\照片\\现场.jpg", "现场.jpg"),
        ("../../etc/现场.jpg", "现场.jpg"),
        ('a"b<c>.jpg', "abc.jpg"),
        ("行\n行.jpg", "行行.jpg"),
        ("长" * 300 + ".jpg", "长" * 116 + ".jpg"),
        ("...", "未命名.jpg"),
    ],
)
def test_a_name_is_one_short_line_without_folders(name, shown):
    assert shown_name(name, FileKind.JPG) == shown


def test_a_workbook_is_no_word_document():
    assert kinds_of(xlsx()) == (FileKind.XLSX,)


def test_without_its_library_only_such_photographs_are_refused(monkeypatch):
    monkeypatch.setattr(pictures, "pillow_heif", None)
    with pytest.raises(Unfit, match="改存为 JPG"):
        shrunk(heic(), FileKind.HEIC)
    assert shrunk(picture(), FileKind.JPG).small
