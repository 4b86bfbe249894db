"""One table written in every format, so that each opener can be held against the others."""

from html import escape
from xml.sax.saxutils import escape as xml

from tests.projects.parsing.formats.archives import cell, docx, packed, paragraph, run, xlsx  # noqa: F401

WIDTH, HEIGHT, MARGIN = 842, 595, 30  # points
SIZE, LINE = 9, 12
TO_UNICODE = (
    b"/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /Same def /CMapType 2 def "
    b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfrange <0000> <ffff> <0000> endbfrange "
    b"endcmap end end"
)


def as_text(title, rows, ending=()):
    """Tabs between the cells."""
    return "\n".join([title, *("\t".join(row) for row in rows), *ending]).encode()


def as_bars(title, rows, ending=()):
    """Bars between the cells."""
    return "\n".join([title, *(f"| {' | '.join(row)} |" for row in rows), *ending]).encode()


def as_boxes(title, rows, ending=()):
    """Boxes drawn with characters."""
    rule = "├" + "┼".join("──" for _ in rows[0]) + "┤"
    lines = [line for row in rows for line in (rule, f"│{'│'.join(row)}│")]
    return "\n".join([title, *lines, rule, *ending]).encode()


def as_one_cell_a_line(title, rows, ending=()):
    """Every cell on a line of its own."""
    return "\n".join([title, *(each for row in rows for each in row), *ending]).encode()


def as_html(title, rows, ending=()):
    """A page with a table."""
    table = "".join(f"<tr>{''.join(f'<td><p>{escape(each)}</p></td>' for each in row)}</tr>" for row in rows)
    after = "".join(f"<p>{escape(line)}</p>" for line in ending)
    return f"<!DOCTYPE html><html><body><h1>{title}</h1><table>{table}</table>{after}</body></html>".encode()


def as_docx(title, rows, ending=()):
    """A Word document with a table."""
    table = "".join(f"<w:tr>{''.join(cell(xml(each)) for each in row)}</w:tr>" for row in rows)
    after = "".join(paragraph(run(xml(line))) for line in ending)
    return docx(f"{paragraph(run(xml(title)))}<w:tbl>{table}</w:tbl>{after}")


def as_xlsx(title, rows, ending=()):
    """A workbook whose title is merged over the table."""

    def fill(book):
        sheet = book.active
        sheet.append([title])
        sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(rows[0]))
        for row in rows:
            sheet.append(row)
        for line in ending:
            sheet.append([line])

    return xlsx(fill)


def as_pdf(title, rows, ending=()):
    """Pages with a ruled table; a font that is only named, its letters told by their code."""
    columns = len(rows[0])
    edges = [MARGIN + (WIDTH - 2 * MARGIN) * place / columns for place in range(columns + 1)]
    fits = int((edges[1] - edges[0] - 4) / SIZE)
    pages, drawn, top = [], [], HEIGHT - MARGIN
    drawn.append(shown(MARGIN, top - SIZE, title))
    top -= 2 * LINE
    for row in rows:
        wrapped = [[each[at : at + fits] for at in range(0, len(each), fits)] or [""] for each in row]
        height = LINE * max(map(len, wrapped)) + 4
        if top - height < MARGIN:
            pages.append(drawn)
            drawn, top = [], HEIGHT - MARGIN
        for x, lines in zip(edges, wrapped, strict=False):
            drawn += [shown(x + 2, top - SIZE - 1 - LINE * at, line) for at, line in enumerate(lines)]
        bottom = top - height
        drawn += [f"{edges[0]} {y} m {edges[-1]} {y} l S" for y in (top, bottom)]
        drawn += [f"{x} {top} m {x} {bottom} l S" for x in edges]
        top = bottom
    for line in ending:
        top -= LINE
        drawn.append(shown(MARGIN, top - SIZE, line))
    return pdf([*pages, drawn])


def shown(x, y, text):
    """A line of text at a place; pdfium passes over a single letter whose font has no outlines."""
    text = text if len(text) > 1 else f"{text} "
    return f"BT /F {SIZE} Tf {x} {y} Td <{text.encode('utf-16-be').hex()}> Tj ET"


def pdf(pages):
    """The pages as a file."""
    kids = " ".join(f"{7 + 2 * place} 0 R" for place in range(len(pages)))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {len(pages)}>>".encode(),
        b"<</Type/Font/Subtype/Type0/BaseFont/Song/Encoding/Identity-H/DescendantFonts[4 0 R]"
        b"/ToUnicode 6 0 R>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/Song/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)"
        b"/Supplement 0>>/FontDescriptor 5 0 R/DW 1000>>",
        b"<</Type/FontDescriptor/FontName/Song/Flags 4/FontBBox[0 -200 1000 900]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 700/StemV 80>>",
        streamed(TO_UNICODE),
    ]
    for place, drawn in enumerate(pages):
        page = f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 {WIDTH} {HEIGHT}]/Resources<</Font<</F 3 0 R>>>>"
        objects.append(f"{page}/Contents {8 + 2 * place} 0 R>>".encode())
        objects.append(streamed("\n".join(drawn).encode()))
    data, places = b"%PDF-1.4\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(objects) + 1
    end = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n"
    return data + end % (size, table, size, len(data))


def streamed(content):
    """A stream of a file."""
    return b"<</Length %d>>stream\n%s\nendstream" % (len(content), content)


WRITERS = {
    "text.txt": as_text,
    "bars.txt": as_bars,
    "boxes.txt": as_boxes,
    "cells.txt": as_one_cell_a_line,
    "page.html": as_html,
    "word.docx": as_docx,
    "sheet.xlsx": as_xlsx,
    "print.pdf": as_pdf,
}
