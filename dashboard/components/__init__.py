"""Small parts of pages: each draws one thing."""
