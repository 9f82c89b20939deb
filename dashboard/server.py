"""The ASGI app: Streamlit's pages, the map's scripts and polygons, and the events in view.

    streamlit run dashboard/server.py

Our own routes stand before Streamlit's fallback, which answers 200 text/html for a missing file.
The whole app answers only requests made to this machine by name, so that a page elsewhere can't
read the events through a rebound DNS name, and tells the browser to ask no other host.
"""

import sys
from pathlib import Path

# `streamlit run` puts this file's folder on the path, not the project's.
sys.path[:0] = [str(Path(__file__).parent.parent)]

import streamlit as st  # noqa: E402 (after the path)
from starlette.middleware import Middleware  # noqa: E402

from dashboard.guard import LocalOnly, policy_of_environment  # noqa: E402
from dashboard.routes import routes, warm_up  # noqa: E402

app = st.App(
    Path(__file__).parent / "app.py",
    routes=routes(st.get_option("server.baseUrlPath") or ""),
    middleware=[Middleware(LocalOnly, policy=policy_of_environment())],
    lifespan=warm_up,
)
