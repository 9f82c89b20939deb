import pytest

from extract.articles import make_article
from extract.publishers import publisher_country


@pytest.mark.parametrize(
    ("source", "url", "country"),
    [
        ("", "https://www.libyaherald.com/2020/01/a", "LY"),
        ("Mada Masr", None, "EG"),
        ("", "https://news.example.dz/a", "DZ"),
        ("", "https://www.example.co.uk/a", "GB"),
        ("", "https://www.example.tv/a", None),
        ("", "https://www.example.com/a", None),
        ("feed.jsonl", None, None),
    ],
)
def test_an_outlet_is_known_by_address_or_name(source, url, country):
    assert publisher_country(make_article("A text.", source=source, url=url)) == country
