# Two commands: `make run` opens the dashboard, `make test` runs everything.
