"""Blocks of a document, tables with merged cells among them, written in every format an office sends.

A table is a list of rows; a cell is its text, or (text, rows, columns) where it covers several.
"""

from html import escape
from io import BytesIO

from docx import Document
from openpyxl import Workbook

from tests.projects.parsing.formats.writers import HEIGHT, LINE, MARGIN, SIZE, WIDTH, pdf, shown


def spread(table):
    """Each cell with its place: row, column, rows, columns, text."""
    taken, cells = set(), []
    for row, printed in enumerate(table):
        column = 0
        for cell in printed:
            text, rows, columns = (cell, 1, 1) if isinstance(cell, str) else cell
            while (row, column) in taken:
                column += 1
            taken |= {(row + down, column + right) for down in range(rows) for right in range(columns)}
            cells.append((row, column, rows, columns, text))
            column += columns
    return cells, max(row for row, _ in taken) + 1, max(column for _, column in taken) + 1


def as_docx(title, blocks):
    """A Word document."""
    document = Document()
    document.add_paragraph(title)
    for block in blocks:
        if isinstance(block, str):
            document.add_paragraph(block)
            continue
        cells, height, width = spread(block)
        table = document.add_table(height, width)
        for row, column, rows, columns, text in cells:
            first = table.cell(row, column)
            first.merge(table.cell(row + rows - 1, column + columns - 1)).text = text
    return saved(document)


def as_xlsx(title, blocks):
    """A workbook, every line of text merged over the whole table."""
    book = Workbook()
    sheet = book.active
    width = max(spread(block)[2] for block in blocks if not isinstance(block, str))
    at = 1
    for block in (title, *blocks):
        cells, height, _ = spread([[(block, 1, width)]] if isinstance(block, str) else block)
        for row, column, rows, columns, text in cells:
            sheet.cell(at + row, column + 1, int(text) if text.isdigit() else text or None)
            if rows * columns > 1:
                sheet.merge_cells(
                    start_row=at + row,
                    end_row=at + row + rows - 1,
                    start_column=column + 1,
                    end_column=column + columns,
                )
        at += height
    return saved(book)


def saved(document):
    """The bytes that a library writes."""
    file = BytesIO()
    document.save(file)
    return file.getvalue()


def as_html(title, blocks):
    """A web page."""
    found = [f"<!DOCTYPE html><html><body><h1>{title}</h1>"]
    for block in blocks:
        if isinstance(block, str):
            found.append(f"<p>{escape(block)}</p>")
            continue
        rows = ("".join(map(html_cell, row)) for row in block)
        found.append(f"<table>{''.join(f'<tr>{row}</tr>' for row in rows)}</table>")
    return "".join(found).encode()


def html_cell(cell):
    """A cell of a web page's table."""
    text, rows, columns = (cell, 1, 1) if isinstance(cell, str) else cell
    return f"<td rowspan={rows} colspan={columns}>{escape(text)}</td>"


def as_pdf(title, blocks):
    """A page with ruled tables, the text of a merged cell in its middle."""
    drawn, top = [shown(MARGIN, HEIGHT - MARGIN - SIZE, title)], HEIGHT - MARGIN - 2 * LINE
    for block in blocks:
        if isinstance(block, str):
            drawn.append(shown(MARGIN, top - LINE - SIZE, block))
            top -= 2 * LINE
        else:
            lines, top = pdf_table(block, top)
            drawn += lines
    return pdf([drawn])


def pdf_table(table, top):
    """What draws a table, and where it ends."""
    cells, height, width = spread(table)
    column_width = (WIDTH - 2 * MARGIN) / width
    wrapped = {}
    heights = [LINE + 4] * height
    for row, column, rows, columns, text in cells:
        fits = int((column_width * columns - 4) / SIZE)
        lines = [text[at : at + fits] for at in range(0, len(text), fits)]
        wrapped[row, column] = lines
        heights[row + rows - 1] = max(heights[row + rows - 1], (LINE * len(lines) + 4) / rows)
    edges = [top - sum(heights[:row]) for row in range(height + 1)]
    drawn = []
    for row, column, rows, columns, _ in cells:
        left, right = MARGIN + column * column_width, MARGIN + (column + columns) * column_width
        upper, lower = edges[row], edges[row + rows]
        drawn += [f"{left} {y} m {right} {y} l S" for y in (upper, lower)]
        drawn += [f"{x} {upper} m {x} {lower} l S" for x in (left, right)]
        lines = wrapped[row, column]
        first = upper - (upper - lower - LINE * len(lines)) / 2 - SIZE
        drawn += [shown(left + 2, first - LINE * at, line) for at, line in enumerate(lines)]
    return drawn, edges[-1] - 4


def as_text(title, blocks):
    """Tabs between the cells; what is merged stands in its first place alone."""
    lines = [title]
    for block in blocks:
        if isinstance(block, str):
            lines.append(block)
            continue
        cells, height, width = spread(block)
        grid = [[""] * width for _ in range(height)]
        for row, column, _, _, text in cells:
            grid[row][column] = text
        lines += ["\t".join(row) for row in grid]
    return "\n".join(lines).encode()


WRITERS = {
    "text.txt": as_text,
    "page.html": as_html,
    "word.docx": as_docx,
    "sheet.xlsx": as_xlsx,
    "print.pdf": as_pdf,
}
