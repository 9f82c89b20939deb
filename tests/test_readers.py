"""Files, folders and addresses as articles: what can't be read is told, the rest goes on."""

import json
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from extract.errors import FetchError
from extract.fetch import Fetched
from extract.readers import MAX_ARTICLE_BYTES, read_articles
from geodata.model import Article, Skipped, article_id_of

SAMPLES = Path(__file__).parent / "data" / "articles"
SEEDS = Path(__file__).parents[2] / "shared" / "seeds"
TEXT = "Troops sent to Debdeb\n\nThe army sent troops to Debdeb on Monday.\n"
NOBODY = 65534


def read(*inputs, **options):
    return list(read_articles(inputs, **options))


def skipped(item):
    assert isinstance(item, Skipped), item
    assert item.kind == "article"
    assert item.remedy
    return item.reason


def no_fetch(url):
    raise AssertionError(f"{url} was fetched")


def test_a_text_file_is_an_article_named_by_its_file(tmp_path):
    path = tmp_path / "debdeb.txt"
    path.write_bytes(b"\xef\xbb\xbf" + TEXT.replace("\n", "\r\n").encode())
    (article,) = read(path, fetch=no_fetch)
    assert article == Article(
        article_id=article_id_of(TEXT),
        title="Troops sent to Debdeb",
        text=TEXT,
        published=None,
        source="debdeb.txt",
        language="en",
    )


def test_an_empty_name_is_not_the_working_folder(tmp_path, monkeypatch):
    (tmp_path / "a.txt").write_text("The crossing at Ghat was closed.")
    monkeypatch.chdir(tmp_path)
    (skipped,) = read_articles([""])
    assert (skipped.source, skipped.reason) == ("''", "it is an empty name")


def test_a_given_publication_date_beats_what_the_input_says():
    day = date(2014, 5, 30)
    for name in ("page.html", "feed.atom"):
        assert [item.published for item in read(SAMPLES / name, published=day)] == [day]


def test_each_file_type_is_read_by_its_suffix(tmp_path):
    rows = [{"text": "One of the rows.", "published": "2014-05-30"}, {"text": "Another row."}]
    (tmp_path / "rows.json").write_text(json.dumps(rows))
    (tmp_path / "rows.jsonl").write_text("\n".join(map(json.dumps, rows)))
    for name in ("rows.json", "rows.jsonl"):
        first, second = read(tmp_path / name)
        assert (first.text, first.published) == ("One of the rows.", date(2014, 5, 30))
        assert (second.text, second.source) == ("Another row.", name)
    (page,) = read(SAMPLES / "page.html")
    assert page.title == "Two checkpoints open near Debdeb"
    assert len(read(SAMPLES / "feed.rss")) == 4


def test_a_file_named_itself_is_read_by_its_content(tmp_path):
    for name in ("page.html", "feed.atom"):
        other = tmp_path / f"{name}.saved"
        other.write_bytes((SAMPLES / name).read_bytes())
        assert [item.text for item in read(other)] == [item.text for item in read(SAMPLES / name)]
    (tmp_path / "NOTE").write_text(TEXT)
    assert [item.text for item in read(tmp_path / "NOTE")] == [TEXT]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [
        ("empty.txt", b"", "it is empty"),
        ("blank.txt", b"\xef\xbb\xbf \r\n\t", "holds no text"),
        ("empty.html", b"", "it is empty"),
        ("empty.jsonl", b"\n\n", "it is empty"),
        ("report.txt", b"%PDF-1.4 \x00\x01", "a PDF"),
        ("noise.txt", bytes(range(256)) * 9, "binary"),
        ("russian.txt", "Министерство обороны объявило".encode("cp1251"), "encoding"),
        ("menu.html", (SAMPLES / "menu.html").read_bytes(), "without an article"),
        ("rows.json", b'[{"text": "a"', "no JSON"),
        ("feed.xml", b"<?xml version='1.0'?><note>x</note>", "no RSS or Atom feed"),
    ],
)
def test_bad_files_are_told_with_file_reason_and_remedy(tmp_path, name, content, reason):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.txt").write_text(TEXT)
    bad, good = read(tmp_path)
    assert reason in skipped(bad)
    assert bad.source == str(tmp_path / name)
    assert good.text == TEXT


def test_a_file_too_large_for_an_article_is_told_with_its_size(tmp_path):
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(50_000_000)
    (item,) = read(large)
    assert "50.0 MB, more than the 10 MB" in skipped(item)
    assert ".jsonl" in item.remedy
    large.write_bytes(b"The army. " * (MAX_ARTICLE_BYTES // 10))
    (article,) = read(large)
    assert len(article.text) == MAX_ARTICLE_BYTES


def test_bad_rows_are_told_by_line_and_the_others_read(tmp_path):
    path = tmp_path / "rows.jsonl"
    lines = ['{"text": "Good."}', '{"text": "Cut', '{"text": "x", "published": "2014-02-30"}']
    path.write_text("\n".join([*lines, '{"text": ""}', '{"title": "T"}', '{"text": "Last."}']))
    items = read(path)
    assert [item.text for item in items if isinstance(item, Article)] == ["Good.", "Last."]
    told = {item.source: skipped(item) for item in items if isinstance(item, Skipped)}
    assert list(told) == [f"{path}:{number}" for number in (2, 3, 4, 5)]
    for reason, part in zip(
        told.values(), ["no JSON", "'2014-02-30' is impossible", "no text", "text is missing"],
        strict=True,
    ):  # fmt: skip
        assert part in reason


def test_folders_are_read_by_name_with_sub_folders_and_without_hidden_files(tmp_path):
    for name in ("b.txt", "a.txt", "c/d.txt", "c/.e/f.txt", ".g.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True, parents=True)
        (tmp_path / name).write_text(f"{name} is an article.")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    items = read(tmp_path)
    texts = [item.text for item in items if isinstance(item, Article)]
    assert texts == [f"{name} is an article." for name in ("a.txt", "b.txt", "c/d.txt")]
    assert [skipped(item) for item in items if isinstance(item, Skipped)] == [
        "files of type '.png' are not read from folders"
    ]


def test_links_that_lead_back_up_are_read_once(tmp_path):
    (tmp_path / "a").mkdir()
    (tmp_path / "a" / "a.txt").write_text(TEXT)
    (tmp_path / "a" / "up").symlink_to(tmp_path)
    (tmp_path / "b").symlink_to(tmp_path / "a")
    assert [item.text for item in read(tmp_path)] == [TEXT]


def test_a_link_to_nowhere_is_told(tmp_path):
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    gone, loop = read(tmp_path)
    assert "No such file" in skipped(gone)
    assert "symbolic links" in skipped(loop)


def test_folders_and_files_without_rights_are_told_and_the_rest_is_read():
    # not tmp_path, whose parents nobody but its owner may enter
    with tempfile.TemporaryDirectory() as name, without_root(Path(name)) as folder:
        (folder / "shut").mkdir(mode=0)
        (folder / "shut.txt").write_text(TEXT)
        (folder / "shut.txt").chmod(0)
        (folder / "zz.txt").write_text(TEXT)
        file, good, shut = read(folder)
        (alone,) = read(folder / "shut")
        (inside,) = read(folder / "shut" / "x.txt")
        (folder / "shut").chmod(0o700)
    assert good.text == TEXT
    for item, path in ((file, "shut.txt"), (shut, "shut"), (alone, "shut")):
        assert skipped(item) == "it can't be read: Permission denied"
        assert item.source == str(folder / path)
        assert "right to read" in item.remedy
    assert skipped(inside) == "it can't be read: Permission denied"


@contextmanager
def without_root(folder: Path) -> Iterator[Path]:
    """Give the folder to nobody and run as nobody when the tests run as root, who may all."""
    if os.geteuid() != 0:
        yield folder
        return
    os.chown(folder, NOBODY, NOBODY)
    os.seteuid(NOBODY)
    try:
        yield folder
    finally:
        os.seteuid(0)


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("nowhere.txt", "No such file"),
        ("nul\x00.txt", "null byte"),
        ("x" * 300, "File name too long"),
        (os.devnull, "pipe or a device"),
    ],
)
def test_paths_that_are_no_file_are_told(path, reason):
    (item,) = read(path)
    assert reason in skipped(item)


@pytest.mark.parametrize(
    "address", ["ftp://x.example/a", "file:///etc/passwd", "http://[x", "x://"]
)
def test_addresses_that_are_not_of_the_web_are_told_and_not_fetched(address):
    (item,) = read(address, fetch=no_fetch)
    assert skipped(item) == "its scheme is not read"
    assert item.source == address


WEB = {
    "https://gazette.example/a": Fetched(
        url="https://gazette.example/final",
        content=(SAMPLES / "page.html").read_bytes(),
        content_type="text/html",
    ),
    "https://gazette.example/feed": Fetched(
        url="https://gazette.example/feed", content=(SAMPLES / "feed.atom").read_bytes()
    ),
    "https://gazette.example/plain": Fetched(
        url="https://gazette.example/plain",
        content="L'armée a fermé la frontière.".encode("cp1252"),
        content_type="text/plain",
        charset="windows-1252",
    ),
    "https://gazette.example/file.pdf": Fetched(
        url="https://gazette.example/file.pdf", content=b"%PDF-1.4", content_type="application/pdf"
    ),
}


def fetch_from_table(url):
    if url not in WEB:
        raise FetchError(f"{url!r} answered 404 Not Found; open it in a browser and save it")
    return WEB[url]


def test_fetched_pages_feeds_and_texts_are_read_in_order():
    page, entry, plain = read(*list(WEB)[:3], fetch=fetch_from_table)
    assert page.title == "Two checkpoints open near Debdeb"
    assert page.url == "https://gazette.example/final"
    assert (entry.title, entry.url) == ("Poste ouvert", "https://gazette.example/fr/poste")
    assert plain.text == "L'armée a fermé la frontière."
    assert (plain.source, plain.url) == ("https://gazette.example/plain",) * 2


def test_an_address_that_fails_is_told_and_the_next_is_read():
    addresses = ["https://gone.example/", *list(WEB)[-1:], "https://gazette.example/feed"]
    gone, pdf, entry = read(*addresses, fetch=fetch_from_table)
    assert skipped(gone) == "'https://gone.example/' answered 404 Not Found"
    assert gone.remedy == "open it in a browser and save it"
    assert "a PDF" in skipped(pdf)
    assert entry.title == "Poste ouvert"


@pytest.mark.skipif(not SEEDS.is_dir(), reason="../shared/seeds is not here")
def test_the_seeds_are_read_with_their_titles_and_every_character():
    paths = sorted(SEEDS.glob("*.txt"))
    articles = read(*paths, published=date(2014, 5, 30))
    assert [article.text for article in articles] == [path.read_text("utf-8") for path in paths]
    assert articles[0].title == "Algeria deploys 5,000 troops to the Libyan border"
    assert [article.language for article in articles] == ["en"] * len(paths)
