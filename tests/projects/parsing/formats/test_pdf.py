"""PDF files without text or with a password are refused with a sentence."""

from io import BytesIO

import pypdfium2 as pdfium
import pytest

from projects.parsing.formats import Unreadable, open_document

# 40-bit standard security: an honest header is enough, pdfium asks for the password before anything else
LOCKED = b"""%%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>>endobj
4 0 obj<</Filter/Standard/V 1/R 2/P -4/O<%s>/U<%s>>>endobj
trailer<</Root 1 0 R/Encrypt 4 0 R/ID[<00><00>]>>
""" % (b"11" * 32, b"22" * 32)


def empty():
    document = pdfium.PdfDocument.new()
    document.new_page(595, 842)
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(("data", "said"), [(empty(), "扫描件"), (LOCKED, "密码"), (b"%PDF-1.7 ...", "损坏")])
def test_what_holds_no_text_that_can_be_read_is_said_in_a_sentence(data, said):
    with pytest.raises(Unreadable) as refusal:
        open_document(data, "a.pdf")
    assert said in str(refusal.value)
