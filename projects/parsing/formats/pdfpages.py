"""What stands on the pages of a PDF file: letters, drawn lines and pictures, measured from the top left."""

from collections.abc import Iterator
from ctypes import byref, c_double, c_float
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

THIN = 2.0  # points; a filled box so thin is a line
SHORT = 4.0  # points; what is shorter draws no table
DEPTH = 3  # forms within forms

Point = tuple[float, float]
Piece = dict[str, object]  # in the shape that pdfplumber's functions take


@dataclass(frozen=True)
class PrintedPage:
    """One page: letters and edges as pdfplumber knows them, and how many pictures."""

    number: int
    letters: tuple[Piece, ...]
    edges: tuple[Piece, ...]
    pictures: int


def pages_of(document: pdfium.PdfDocument) -> Iterator[PrintedPage]:
    """The pages one by one, each let go of again: pdfium reads them ten times as fast as pdfminer does."""
    for place in range(len(document)):
        page = document[place]
        text = page.get_textpage()
        turn = Turn(page.get_rotation() // 90, *page.get_mediabox())
        objects = list(page.get_objects(max_depth=DEPTH))
        edges = [
            edge
            for each in objects
            if each.type == raw.FPDF_PAGEOBJ_PATH
            for edge in edges_of(points_of(each), turn)
        ]
        pictures = sum(each.type == raw.FPDF_PAGEOBJ_IMAGE for each in objects)
        yield PrintedPage(place + 1, tuple(letters_of(text, turn)), tuple(edges), pictures)
        text.close()
        page.close()


@dataclass(frozen=True)
class Turn:
    """How a page is turned when it is shown, and its own box."""

    quarters: int
    left: float
    bottom: float
    right: float
    top: float

    def __call__(self, across: float, up: float) -> Point:
        """A point of the page as it is shown: from the left, from the top."""
        across, up = across - self.left, up - self.bottom
        width, height = self.right - self.left, self.top - self.bottom
        turned = ((across, height - up), (up, across), (width - across, up), (height - up, width - across))
        return turned[self.quarters % 4]


def letters_of(text: pdfium.PdfTextPage, turn: Turn) -> Iterator[Piece]:
    """Every letter with its box."""
    left, right, bottom, top = c_double(), c_double(), c_double(), c_double()
    box = raw.FS_RECTF()
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if code < ord(" ") or raw.FPDFText_IsGenerated(text, place) == 1:
            continue
        raw.FPDFText_GetLooseCharBox(text, place, byref(box))
        if box.right <= box.left:  # a font without a height
            raw.FPDFText_GetCharBox(text, place, byref(left), byref(right), byref(bottom), byref(top))
            edges = (left.value, bottom.value, right.value, top.value)
        else:
            edges = (box.left, box.bottom, box.right, box.top)
        yield {"text": chr(code), "upright": True, **boxed(turn(*edges[:2]), turn(*edges[2:]))}


def boxed(one: Point, two: Point) -> dict[str, float]:
    """The box between two corners."""
    (x0, x1), (top, bottom) = sorted((one[0], two[0])), sorted((one[1], two[1]))
    return {
        "x0": x0,
        "x1": x1,
        "top": top,
        "bottom": bottom,
        "doctop": top,
        "width": x1 - x0,
        "height": bottom - top,
        "size": bottom - top,
    }


def points_of(path: pdfium.PdfObject) -> list[list[Point]]:
    """The strokes of a drawn path, each as the points that it joins."""
    matrix = path.get_matrix()
    strokes: list[list[Point]] = []
    x, y = c_float(), c_float()
    for place in range(raw.FPDFPath_CountSegments(path)):
        segment = raw.FPDFPath_GetPathSegment(path, place)
        raw.FPDFPathSegment_GetPoint(segment, byref(x), byref(y))
        point = matrix.on_point(x.value, y.value)
        if raw.FPDFPathSegment_GetType(segment) == raw.FPDF_SEGMENT_MOVETO or not strokes:
            strokes.append([])
        strokes[-1].append(point)
        if raw.FPDFPathSegment_GetClose(segment):
            strokes[-1].append(strokes[-1][0])
    return strokes


def edges_of(strokes: list[list[Point]], turn: Turn) -> Iterator[Piece]:
    """The horizontal and vertical lines of a path; a box so thin that it looks like a line is one."""
    for stroke in strokes:
        points = [turn(*point) for point in stroke]
        box = {
            "x0": min(x for x, _ in points),
            "x1": max(x for x, _ in points),
            "top": min(y for _, y in points),
            "bottom": max(y for _, y in points),
        }
        if box["x1"] - box["x0"] <= THIN or box["bottom"] - box["top"] <= THIN:
            yield from edge((box["x0"], box["top"]), (box["x1"], box["bottom"]))
            continue
        for one, two in zip(points, points[1:], strict=False):
            if abs(one[0] - two[0]) <= THIN or abs(one[1] - two[1]) <= THIN:
                yield from edge(one, two)


def edge(one: Point, two: Point) -> Iterator[Piece]:
    """A straight line of some length, as pdfplumber knows it."""
    box = boxed(one, two)
    upright = box["height"] > box["width"]
    if max(box["height"], box["width"]) < SHORT:
        return
    if upright:
        box["x0"] = box["x1"] = (box["x0"] + box["x1"]) / 2
    else:
        box["top"] = box["bottom"] = (box["top"] + box["bottom"]) / 2
    yield {"object_type": "line", "orientation": "v" if upright else "h", **box}
