"""The store's schema, version by version; `env.py` runs them inside the opener's transaction."""
