"""The looks of every workbook: fonts, borders, and the page that it is printed on."""

from openpyxl.styles import Alignment, Border, Font, NamedStyle, Side
from openpyxl.worksheet.worksheet import Worksheet

TITLE_FONT, HEAD_FONT, BODY_FONT = "方正小标宋简体", "黑体", "仿宋_GB2312"
TITLE_SIZE, HEAD_SIZE, BODY_SIZE = 20, 11, 10
THIN = Side(style="thin", color="000000")
GRID = Border(left=THIN, right=THIN, top=THIN, bottom=THIN)


def named_styles() -> list[NamedStyle]:
    """The looks of title, note, heads and cells, for a book that is written row by row."""
    middle = Alignment(horizontal="center", vertical="center", wrap_text=True)
    body = Font(name=BODY_FONT, size=BODY_SIZE)
    cells = [
        NamedStyle(
            f"cell {side}",
            font=body,
            border=GRID,
            alignment=Alignment(horizontal=side, vertical="center", wrap_text=True),
        )
        for side in ("left", "center", "right")
    ]
    return [
        NamedStyle("sheet title", font=Font(name=TITLE_FONT, size=TITLE_SIZE), alignment=middle),
        NamedStyle(
            "sheet note",
            font=body,
            alignment=Alignment(horizontal="right", vertical="center", wrap_text=True),
        ),
        NamedStyle("head", font=Font(name=HEAD_FONT, size=HEAD_SIZE), border=GRID, alignment=middle),
        NamedStyle(
            "section",
            font=Font(name=HEAD_FONT, size=HEAD_SIZE),
            border=GRID,
            alignment=Alignment(vertical="center"),
        ),
        *cells,
    ]


def set_page(target: Worksheet, top: int, last: int) -> None:
    """A4 landscape, one page wide, the head on every page, page x of y below."""
    target.page_setup.orientation, target.page_setup.paperSize = "landscape", Worksheet.PAPERSIZE_A4
    target.page_setup.fitToWidth, target.page_setup.fitToHeight = 1, 0
    target.sheet_properties.pageSetUpPr.fitToPage = True
    target.print_title_rows = f"{top}:{last}"
    target.print_options.horizontalCentered = True
    target.page_margins.left = target.page_margins.right = 0.4
    target.page_margins.top, target.page_margins.bottom, target.page_margins.footer = 0.5, 0.6, 0.3
    target.oddFooter.center.text = "第 &P 页 共 &N 页"
