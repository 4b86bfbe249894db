"""What every page is built of: tables, filters, fields, links, what a browser posts."""
