"""Makes what the judging of names needs: its word lists and its weights."""
