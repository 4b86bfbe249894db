"""The look of every workbook and Word document: values in, bytes out. No Django here."""
