"""From articles to events: recognise, resolve, date, code. `extract.pipeline` is the only door."""
