"""How a page, a form and an error reach a browser, in the reader's language."""
