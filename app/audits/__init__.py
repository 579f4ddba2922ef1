"""One examination of one site against one edition: team, programmes, stage."""
