"""Places, borders, articles and events as data: the ground floor. No language, no screen."""
