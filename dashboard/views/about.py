"""What Borderwatch is, how to read it, and whose data it shows."""

import pandas as pd
import streamlit as st

from geodata.errors import DataFileError
from geodata.manifest import datasets
from geodata.settings import Settings

READING = """
Every event is carried by **one quoted sentence of one article**. Actor, act, date and place come
from that sentence, or from a stated rule about its neighbours.

- A marker is an exact place; with a dashed ring it is near one. A border is a line; a district,
  region or country is an area. Nothing is moved to make room: events at one place share a marker
  that says how many.
- Hollow symbols are background: what an article recalls from earlier.
- Statements, meetings, visits and what is only planned, threatened, predicted or denied are in the
  table and the timeline; on the map they are a layer of their own, off at the start.
- Reports of the same happening count once; the number of reports stands beside it.
- Dates match by overlap. Events without a date stay in the set until you leave them out.

Event types are ACLED's; the border activities are Borderwatch's own extension. Borders are Natural
Earth's, in the edition of Germany's point of view; disputed ones are dashed and say whose line
they are.
"""


def _requests_in_words() -> str:
    tiles = Settings.from_environment().tiles
    if tiles is None:
        return "No request leaves this machine."
    return (
        f"No request leaves this machine, but for map tiles while they are ticked: {tiles.origin}"
    )


def main() -> None:
    """Draw the page."""
    st.subheader("How to read it")
    st.markdown(READING)
    st.text(_requests_in_words())
    st.subheader("Data and licences")
    try:
        rows = [
            {
                "File": dataset.file,
                "What": dataset.description,
                "Source": f"{source.name} {source.version}",
                "Licence": source.licence,
                "Attribution": source.attribution,
                "Built": dataset.built,
                "Rows": dataset.rows,
            }
            for dataset in datasets()
            for source in dataset.sources
        ]
    except DataFileError as error:
        st.text(str(error))
        return
    st.dataframe(pd.DataFrame(rows), hide_index=True)


main()
