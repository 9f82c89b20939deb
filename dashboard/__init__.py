"""What the analyst sees: Streamlit, Folium, Altair."""
