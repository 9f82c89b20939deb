"""npm_file: what is there with the right digest is used; what is wrong is named."""

from hashlib import sha256

import pytest

from geodata.build import npm
from geodata.build.npm import npm_file
from geodata.errors import DownloadError


def test_a_cached_file_with_the_right_digest_is_used_without_npm(tmp_path, monkeypatch):
    monkeypatch.setattr(npm, "which", lambda _name: None)
    member = tmp_path / "atlas-1.0" / "data" / "x.json"
    member.parent.mkdir(parents=True)
    member.write_bytes(b"{}")
    digest = sha256(b"{}").hexdigest()
    assert npm_file("atlas", "1.0", "data/x.json", digest, cache=tmp_path) == member


def test_a_file_that_is_not_there_without_npm_says_what_is_missing(tmp_path, monkeypatch):
    monkeypatch.setattr(npm, "which", lambda _name: None)
    with pytest.raises(DownloadError, match=r"npm isn't installed.*atlas@1\.0"):
        npm_file("atlas", "1.0", "x.json", "00", cache=tmp_path)


def test_content_with_another_digest_is_refused_and_not_kept(tmp_path, monkeypatch):
    monkeypatch.setattr(npm, "_packed", lambda *_arguments: tmp_path / "atlas.tgz")
    monkeypatch.setattr(npm, "_member_of", lambda *_arguments: b"changed")
    with pytest.raises(DownloadError, match="expected 00"):
        npm_file("atlas", "1.0", "x.json", "00", cache=tmp_path)
    assert not (tmp_path / "atlas-1.0" / "x.json").exists()
