"""Native charts of the sheet 总体情况: they read the cells beside them, whatever a person changes there."""

from math import ceil

from openpyxl.chart import BarChart, DoughnutChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.series import DataPoint, SeriesLabel
from openpyxl.chart.text import RichText
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RichTextProperties,
)
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import cm_to_EMU
from openpyxl.worksheet.worksheet import Worksheet

from projects.paper.heights import UNIT

HEAD_ROW = 3
BAND_HEIGHT, TALLEST_BAND = 250.0, 400.0  # points: a row no taller, with its head it fits on a page
NAME_HEIGHT, FRAME_HEIGHT = 18.0, 90.0  # points that a name takes, and title, axis and legend together
MOST_NAMES = 17  # on one chart; more stand on charts side by side
NAME_SIZE = 800  # hundredths of a point
CENTIMETRES = 2.54 / 72  # of a point
MARGIN = 0.15  # centimetres
SHARES_LAST = 4  # the doughnut stands over the first columns up to this one
COLOURS = {  # of the classes, by the head of their column; the words stand beside
    "已完成": "2E6B3E",
    "超序时": "1F5FA8",
    "达序时": "7FB08A",
    "滞后": "C4731A",
    "待评定": "B9BEC4",
    "未报": "A3231F",
}


def add_shares(sheet: Worksheet, band: int, row: int, *, title: str) -> None:
    """How the tasks of one row divide, on the left of a band: a row that is made as tall as a chart."""
    places = _class_columns(sheet)
    span = {"min_col": min(places), "max_col": max(places)}
    chart = DoughnutChart(holeSize=55)
    chart.add_data(Reference(sheet, **span, min_row=row), from_rows=True, titles_from_data=False)
    chart.set_categories(Reference(sheet, **span, min_row=HEAD_ROW))
    _entitle(chart, title)
    chart.series[0].data_points = [_point(number, colour) for number, colour in enumerate(places.values())]
    empty = [number for number, place in enumerate(places) if not sheet.cell(row, place).value]
    chart.series[0].dLbls = _values(hidden=empty)
    chart.legend.position = "r"
    _place(sheet, chart, band, columns=(1, SHARES_LAST))


def add_comparison(
    sheet: Worksheet, band: int, rows: tuple[int, int], *, title: str, beside_shares: bool = False
) -> None:
    """One lying bar a row, its classes stacked, every name beside it; many rows on charts side by side."""
    first, last = rows
    count = ceil((last - first + 1) / MOST_NAMES)
    per_chart = ceil((last - first + 1) / count)
    height = min(TALLEST_BAND, max(BAND_HEIGHT, per_chart * NAME_HEIGHT + FRAME_HEIGHT))
    stretches = _stretches(sheet, SHARES_LAST + 1 if beside_shares else 1, count)
    for place, columns in enumerate(stretches):
        begins = first + place * per_chart
        chart = _stacked(sheet, begins, min(last, begins + per_chart - 1))
        _entitle(chart, f"{title}（{place + 1}/{count}）" if count > 1 else title)
        _place(sheet, chart, band, columns=columns, height=height)


def _stretches(sheet: Worksheet, first: int, count: int) -> list[tuple[int, int]]:
    """The columns from the first on in so many stretches of about one width."""
    places = range(first, sheet.max_column + 1)
    widths = [sheet.column_dimensions[get_column_letter(place)].width for place in places]
    middles = [sum(widths[:place]) + width / 2 for place, width in enumerate(widths)]
    parts = [min(int(middle / sum(widths) * count), count - 1) for middle in middles]
    found = [
        [place for place, part in zip(places, parts, strict=True) if part == each] for each in range(count)
    ]
    return [(stretch[0], stretch[-1]) for stretch in found if stretch]


def _stacked(sheet: Worksheet, first: int, last: int) -> BarChart:
    """The chart of these rows."""
    chart = BarChart(gapWidth=40, overlap=100, grouping="stacked", barDir="bar")
    for number, (place, colour) in enumerate(_class_columns(sheet).items()):
        cells = Reference(sheet, min_col=place, min_row=first, max_row=last)
        chart.add_data(cells, titles_from_data=False)
        series = chart.series[number]
        series.tx = SeriesLabel(StrRef(f"'{sheet.title}'!${get_column_letter(place)}${HEAD_ROW}"))
        series.graphicalProperties.solidFill = colour
        values = [sheet.cell(row, place).value for row in range(first, last + 1)]
        series.dLbls = _values(hidden=[at for at, value in enumerate(values) if not value])
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    _set_axes(chart)
    return chart


def _class_columns(sheet: Worksheet) -> dict[int, str]:
    """The columns of the classes that the sheet counts, side by side, each with its colour."""
    return {cell.column: COLOURS[cell.value] for cell in sheet[HEAD_ROW] if cell.value in COLOURS}


def _set_axes(chart: BarChart) -> None:
    """Names and whole numbers, without lines across; lying bars run from the top."""
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    chart.x_axis.tickLblSkip = 1  # every name, however many
    size = CharacterProperties(sz=NAME_SIZE)
    words = Paragraph(pPr=ParagraphProperties(defRPr=size), endParaRPr=size)
    chart.x_axis.txPr = RichText(bodyPr=RichTextProperties(), p=[words])
    chart.y_axis.majorGridlines, chart.y_axis.number_format = None, "0"
    chart.y_axis.scaling.min = 0  # a single long bar would else begin near its end
    chart.legend.position = "b"


def _entitle(chart: BarChart | DoughnutChart, title: str) -> None:
    """A title in the size of the table's heads."""
    chart.title = title
    for run in chart.title.tx.rich.p[0].r:
        run.rPr = CharacterProperties(sz=1200, b=True)


def _values(*, hidden: list[int]) -> DataLabelList:
    """Each value in its place, but the zeros."""
    return DataLabelList(dLbl=[DataLabel(idx=place, **_shown(False)) for place in hidden], **_shown(True))


def _shown(value: bool) -> dict[str, bool]:
    """The value and nothing else, or nothing at all."""
    return {
        "showVal": value,
        **dict.fromkeys(("showPercent", "showSerName", "showCatName", "showLegendKey"), False),
    }


def _place(
    sheet: Worksheet,
    chart: BarChart | DoughnutChart,
    band: int,
    *,
    columns: tuple[int, int],
    height: float = BAND_HEIGHT,
) -> None:
    """Put a chart on its band, over these columns, inside the border."""
    sheet.row_dimensions[band].height = height
    widths = [
        sheet.column_dimensions[get_column_letter(place)].width for place in range(columns[0], columns[1] + 1)
    ]
    width = sum(widths) * UNIT * CENTIMETRES - 2 * MARGIN
    marker = AnchorMarker(
        col=columns[0] - 1, row=band - 1, colOff=cm_to_EMU(MARGIN), rowOff=cm_to_EMU(MARGIN)
    )
    extent = XDRPositiveSize2D(cm_to_EMU(width), cm_to_EMU(height * CENTIMETRES - 2 * MARGIN))
    chart.anchor = OneCellAnchor(_from=marker, ext=extent)
    sheet.add_chart(chart)


def _point(place: int, colour: str) -> DataPoint:
    point = DataPoint(idx=place)
    point.graphicalProperties.solidFill = colour
    return point
