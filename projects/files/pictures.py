"""Small pictures of photographs, made once; runs in a process of its own (inspection)."""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps, UnidentifiedImageError

from projects.files.contents import BROKEN, Unfit
from projects.rules.file_kinds import FileKind

try:
    import pillow_heif
except ImportError:  # an installation whose packages were not brought up to date: only HEIC waits for them
    pillow_heif = None

SMALL, LARGE = 320, 2000  # pixels of the longer side
QUALITY = 82
MOST_PIXELS = 60_000_000  # unpacked whole
MOST_PIXELS_OF_JPEG = 250_000_000  # whose reader shrinks while it unpacks
FORMATS = {FileKind.JPG: "JPEG", FileKind.PNG: "PNG", FileKind.HEIC: "HEIF"}

Image.MAX_IMAGE_PIXELS = None  # ours are asked below, before anything is unpacked
if pillow_heif:
    pillow_heif.register_heif_opener()


@dataclass(frozen=True)
class Shrunk:
    """A picture for the page, and where browsers do not show the original a large one too."""

    width: int
    height: int
    small: bytes
    large: bytes = b""


def shrunk(data: bytes, kind: FileKind) -> Shrunk:
    """The small pictures of a photograph, upright; Unfit where it is broken or too large to be one."""
    if kind == FileKind.HEIC and pillow_heif is None:
        raise Unfit("本系统暂不能处理 HEIC 图片，请在手机上改存为 JPG 后再传。")
    try:
        with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as picture:
            return _shrunk(picture, kind)
    except (UnidentifiedImageError, OSError, ValueError, SyntaxError, EOFError, MemoryError):
        raise Unfit(BROKEN) from None


def _shrunk(picture: Image.Image, kind: FileKind) -> Shrunk:
    width, height = picture.size
    most = MOST_PIXELS_OF_JPEG if kind == FileKind.JPG else MOST_PIXELS
    if width * height > most:
        raise Unfit(f"图片过大（{width}×{height} 像素），没有保存。")
    needs_large = kind == FileKind.HEIC
    longest = LARGE if needs_large else SMALL
    picture.draft("RGB", (longest, longest))
    upright = ImageOps.exif_transpose(_plain(picture))
    large = _jpeg(upright, LARGE) if needs_large else b""
    return Shrunk(width, height, _jpeg(upright, SMALL), large)


def _plain(picture: Image.Image) -> Image.Image:
    """Unpacked whole, so that one that was cut off is found out; what shows through is white."""
    picture.load()
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        shown = picture.convert("RGBA")
        paper = Image.new("RGB", shown.size, "white")
        paper.paste(shown, mask=shown.getchannel("A"))
        return paper
    return picture if picture.mode == "RGB" else picture.convert("RGB")


def _jpeg(picture: Image.Image, longest: int) -> bytes:
    """Without what the camera wrote beside it: no place, no time, no name."""
    small_picture = picture.copy()
    small_picture.thumbnail((longest, longest))
    out = BytesIO()
    small_picture.save(out, "JPEG", quality=QUALITY, exif=b"")
    return out.getvalue()
