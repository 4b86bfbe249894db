"""Native charts of the sheet 总体情况: they read the cells beside them, whatever a person changes there."""

from openpyxl.chart import BarChart, DoughnutChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.series import DataPoint, SeriesLabel
from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
from openpyxl.drawing.text import CharacterProperties
from openpyxl.drawing.xdr import XDRPositiveSize2D
from openpyxl.utils import get_column_letter
from openpyxl.utils.units import cm_to_EMU
from openpyxl.worksheet.worksheet import Worksheet

from projects.paper.heights import UNIT

HEAD_ROW = 3
FIRST, LAST = 3, 8  # the columns 已完成 … 未报
BAND_HEIGHT = 250.0  # points
CENTIMETRES = 2.54 / 72  # of a point
MARGIN = 0.15  # centimetres
SHARES_LAST = 4  # the doughnut stands over the first columns up to this one
COLOURS = (
    "2E6B3E",
    "1F5FA8",
    "7FB08A",
    "C4731A",
    "B9BEC4",
    "A3231F",
)  # in the order of the columns; the words stand beside
MOST_LYING = 20  # more groups than these stand upright, their names turned


def add_shares(sheet: Worksheet, band: int, row: int) -> None:
    """How the tasks of one row divide, on the left of a band: a row that is made as tall as a chart."""
    chart = DoughnutChart(holeSize=55)
    chart.add_data(
        Reference(sheet, min_col=FIRST, max_col=LAST, min_row=row), from_rows=True, titles_from_data=False
    )
    chart.set_categories(Reference(sheet, min_col=FIRST, max_col=LAST, min_row=HEAD_ROW))
    _entitle(chart, "本季度任务构成")
    chart.series[0].data_points = [_point(place, colour) for place, colour in enumerate(COLOURS)]
    chart.series[0].dLbls = _values(
        hidden=[place for place in range(LAST - FIRST + 1) if not sheet.cell(row, FIRST + place).value]
    )
    chart.legend.position = "r"
    _place(sheet, chart, band, columns=(1, SHARES_LAST))


def add_comparison(
    sheet: Worksheet, band: int, rows: tuple[int, int], *, title: str, beside_shares: bool = False
) -> None:
    """One bar a row, its classes stacked: lying where the names fit beside, upright where there are many."""
    first, last = rows
    chart = BarChart(gapWidth=40, overlap=100, grouping="stacked")
    chart.type = "bar" if last - first < MOST_LYING else "col"
    _entitle(chart, title)
    for place, colour in enumerate(COLOURS):
        chart.add_data(
            Reference(sheet, min_col=FIRST + place, min_row=first, max_row=last), titles_from_data=False
        )
        chart.series[place].tx = SeriesLabel(
            StrRef(f"'{sheet.title}'!${get_column_letter(FIRST + place)}${HEAD_ROW}")
        )
        chart.series[place].graphicalProperties.solidFill = colour
        values = [sheet.cell(row, FIRST + place).value for row in range(first, last + 1)]
        chart.series[place].dLbls = (
            _values(hidden=[number for number, value in enumerate(values) if not value])
            if chart.type == "bar"
            else None
        )
    chart.set_categories(Reference(sheet, min_col=1, min_row=first, max_row=last))
    _set_axes(chart)
    _place(sheet, chart, band, columns=(SHARES_LAST + 1 if beside_shares else 1, sheet.max_column))


def _set_axes(chart: BarChart) -> None:
    """Names and whole numbers, without lines across; lying bars run from the top."""
    chart.x_axis.delete = chart.y_axis.delete = False
    if chart.type == "bar":
        chart.x_axis.scaling.orientation, chart.y_axis.crosses = "maxMin", "max"
    chart.x_axis.tickLblSkip = 1  # every name, however many
    chart.y_axis.majorGridlines, chart.y_axis.number_format = None, "0"
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


def _place(sheet: Worksheet, chart: BarChart | DoughnutChart, band: int, *, columns: tuple[int, int]) -> None:
    """Put a chart on its band, over these columns, inside the border."""
    sheet.row_dimensions[band].height = BAND_HEIGHT
    widths = [
        sheet.column_dimensions[get_column_letter(place)].width for place in range(columns[0], columns[1] + 1)
    ]
    width = sum(widths) * UNIT * CENTIMETRES - 2 * MARGIN
    marker = AnchorMarker(
        col=columns[0] - 1, row=band - 1, colOff=cm_to_EMU(MARGIN), rowOff=cm_to_EMU(MARGIN)
    )
    extent = XDRPositiveSize2D(cm_to_EMU(width), cm_to_EMU(BAND_HEIGHT * CENTIMETRES - 2 * MARGIN))
    chart.anchor = OneCellAnchor(_from=marker, ext=extent)
    sheet.add_chart(chart)


def _point(place: int, colour: str) -> DataPoint:
    point = DataPoint(idx=place)
    point.graphicalProperties.solidFill = colour
    return point
