"""The shapes that scoring works on: a programme, the facts of a site, what comes out."""
