"""The PDFs an executive hands to the buyer: frozen documents, drawn outside requests."""
