"""Reports of one happening share a link_id: what is new in a store against what is near it.

A group's id is the event_id of its first report, so that a report that was alone keeps its name
when others join it. Groups that were made stay together; analysts' decisions come before all else.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from extract.link_groups import Together, grouped
from extract.link_names import group_names
from extract.link_pairs import MAX_DAYS_APART, Pairs, candidate_pairs
from extract.link_reports import MAX_SPAN_DAYS, UNDATED_DAYS, rows_of, with_days
from extract.link_scores import features, probabilities
from extract.link_texts import REPRINT_WORDS, likeness, places_of, reprints, texts_of
from extract.records import LinkCount
from geodata.codes import LinkDecision, Origin
from geodata.store import EventStore
from geodata.store_links import StoreLinks

# Events linked at once: enough that days are not read again and again, few enough for memory.
EVENTS_AT_ONCE: Final = 1_000
# Countries that an article may be about beside its event's own.
COUNTRIES_OF_ARTICLE: Final = 3
# Less than words make likely (they add 4 or 5 to the log-odds at most): not worth reading texts.
_HOPELESS: Final = 0.01
# The end of a sentence that two reports share, whatever dateline stands before it: a reprint.
_SENTENCE_END: Final = 40


def link_pending(
    store: EventStore, *, progress: Callable[[int], object] | None = None
) -> LinkCount:
    """Link the events that came in since the last linking; call `progress` with how many are done.

    Each step of EVENTS_AT_ONCE is one transaction: what was interrupted goes on with the rest.
    """
    pending = store.links.pending()
    count = LinkCount()
    for start in range(0, len(pending), EVENTS_AT_ONCE):
        some = pending[start : start + EVENTS_AT_ONCE]
        step = _link_some(store.links, some)
        count = LinkCount(
            events=count.events + len(some),
            changed=count.changed + step.changed,
            reprints=count.reprints + step.reprints,
        )
        if progress is not None:
            progress(len(some))
    return count


def relink(store: EventStore, *, progress: Callable[[int], object] | None = None) -> LinkCount:
    """Link the whole store anew; analysts' decisions and groups that were imported stay."""
    store.links.mark_all_pending()
    return link_pending(store, progress=progress)


def _link_some(links: StoreLinks, event_ids: Sequence[str]) -> LinkCount:
    decisions = links.decisions(event_ids)
    reports = with_days(_around(links, event_ids, decisions))
    is_new = reports["event_id"].isin(set(event_ids)).to_numpy(bool)
    unplaced = reports["country_code"].isna().to_numpy(bool)
    places = links.article_places(_articles(reports[is_new | unplaced]))
    pairs = candidate_pairs(reports, _countries(places), is_new)
    pairs, probability, same_text = _judged(links, reports, pairs)
    together = _held(reports, decisions, is_new)
    for one, other in zip(pairs[0][same_text].tolist(), pairs[1][same_text].tolist(), strict=True):
        together.bond(one, other)
    groups = _groups(reports, pairs, probability, together)
    changed = links.set_links(group_names(reports, groups, is_new), done=event_ids)
    return LinkCount(events=len(event_ids), changed=changed, reprints=int(same_text.sum()))


def _around(links: StoreLinks, event_ids: Sequence[str], decisions: pd.DataFrame) -> pd.DataFrame:
    """Return the reports to link, those near in time that are linked, and all of their groups."""
    new = links.reports(event_ids)
    decided = [*decisions["event_id"], *decisions["other_id"]]
    parts = [new, links.reports(decided)]
    parts += [links.reports_between(since, until) for since, until in _spans(new)]
    found = pd.concat(parts, ignore_index=True).drop_duplicates("event_id")
    found = found[~found["pending"].astype(bool) | found["event_id"].isin(set(event_ids))]
    whole = links.members(found["link_id"].dropna())
    whole = whole[~whole["pending"].astype(bool)]
    found = pd.concat([found, whole], ignore_index=True).drop_duplicates("event_id")
    return found.sort_values("event_id", ignore_index=True)


def _spans(new: pd.DataFrame) -> list[tuple[date, date]]:
    """Return the stretches of days to look at; those that overlap are one."""
    slack = timedelta(days=MAX_DAYS_APART + UNDATED_DAYS)
    wanted: list[tuple[date, date]] = []
    for row in rows_of(new):
        start, end = row.date_start, row.date_end
        if start is None or (end - start).days > MAX_SPAN_DAYS:
            start = end = row.published
        if start is not None:
            wanted.append((start - slack, end + slack))
    merged: list[tuple[date, date]] = []
    for since, until in sorted(wanted):
        if merged and since <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(until, merged[-1][1]))
        else:
            merged.append((since, until))
    return merged


def _articles(reports: pd.DataFrame) -> Iterable[str]:
    return sorted(set(reports.loc[reports["leads"], "article_id"].dropna()))


def _countries(places: pd.DataFrame) -> Mapping[str, Sequence[str]]:
    """Return the countries that each article has most places of, at most three."""
    named: dict[str, Counter[str]] = {}
    for article, country in zip(places["article_id"], places["country_code"], strict=True):
        if country:
            named.setdefault(article, Counter())[country] += 1
    return {
        article: sorted(counts, key=lambda code: (-counts[code], code))[:COUNTRIES_OF_ARTICLE]
        for article, counts in named.items()
    }


def _judged(
    links: StoreLinks, reports: pd.DataFrame, pairs: Pairs
) -> tuple[Pairs, NDArray[np.float64], NDArray[np.bool_]]:
    """Return the pairs that aren't hopeless, their probability, and which are reprints.

    Only their articles' texts are read.
    """
    known = features(reports, pairs)
    hopeful = (probabilities(known) > _HOPELESS) | _shares_sentence(reports, pairs)
    pairs = pairs[0][hopeful], pairs[1][hopeful]
    rows = np.unique(np.concatenate(pairs))
    met = reports.iloc[rows]
    articles = _articles(met)
    texts, places = texts_of(met, links.article_texts(articles)), links.article_places(articles)
    within = np.searchsorted(rows, pairs[0]), np.searchsorted(rows, pairs[1])
    words = likeness(texts, places_of(met, places), within)
    probability = probabilities({name: values[hopeful] for name, values in known.items()} | words)
    leads = met["leads"].to_numpy(bool) & met["article_id"].notna().to_numpy(bool)
    same_text = leads[within[0]] & leads[within[1]] & (words["words"] > REPRINT_WORDS)
    same_text[same_text] = reprints(texts, (within[0][same_text], within[1][same_text]))
    return pairs, probability, same_text


def _shares_sentence(reports: pd.DataFrame, pairs: Pairs) -> NDArray[np.bool_]:
    ends = reports["quote"].fillna("").str[-_SENTENCE_END:]
    codes = pd.factorize(ends.where(ends.str.len() == _SENTENCE_END))[0]
    return np.asarray((codes[pairs[0]] == codes[pairs[1]]) & (codes[pairs[0]] >= 0))


def _held(reports: pd.DataFrame, decisions: pd.DataFrame, is_new: NDArray[np.bool_]) -> Together:
    """Return what is settled before any score: decisions, the latest first, articles, groups."""
    together = Together(len(reports))
    rows = {event_id: row for row, event_id in enumerate(reports["event_id"])}
    for one, other, decision in zip(
        decisions["event_id"][::-1],
        decisions["other_id"][::-1],
        decisions["decision"][::-1],
        strict=True,
    ):
        if one in rows and other in rows:
            hold = together.bond if decision == LinkDecision.SAME else together.keep_apart
            hold(rows[one], rows[other])
    for same_article in _rows_by(reports["article_id"]):
        for number, row in enumerate(same_article):
            for other in same_article[:number]:
                together.keep_apart(row, other)
    imported = (reports["origin"] != Origin.EXTRACTED).to_numpy(bool)
    settled = reports["link_id"].where(~is_new | imported)
    for same_group in _rows_by(settled):
        for row in same_group[1:]:
            together.bond(same_group[0], row)
    return together


def _rows_by(values: pd.Series) -> Iterable[list[int]]:
    known = values.reset_index(drop=True).dropna()
    return (rows.index.tolist() for _, rows in known.groupby(known) if len(rows) > 1)


def _groups(
    reports: pd.DataFrame, pairs: Pairs, probability: NDArray[np.float64], together: Together
) -> list[list[int]]:
    """Group what the articles are about first, then see where the rest of their events belong.

    An article's second event of one place and day would else draw reports away from its first.
    """
    leads = reports["leads"].to_numpy(bool)
    main = leads[pairs[0]] & leads[pairs[1]]
    about = pairs[0][main], pairs[1][main]
    for group in grouped(len(reports), about, probability[main], together):
        for row in group[1:]:
            together.bond(group[0], row)
    return grouped(len(reports), pairs, probability, together)
