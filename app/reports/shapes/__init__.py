"""The shapes of the documents: frozen, in the reader's language, nothing left to compute."""
