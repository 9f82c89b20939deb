"""Articles and events around Algeria and Libya for the dashboard's tests, hostile text included.

The texts are the project's own. `fill_store` puts them into a store as an ingest would.
"""

from datetime import date

import shapely

from geodata.model import (
    Article,
    Event,
    MentionKind,
    Place,
    Skipped,
    Toponym,
    act_id_of,
    article_id_of,
    event_id_of,
)
from geodata.store import EventStore

# Each would run, load or format something if it were taken for more than text.
HOSTILE = (
    '<img src=x onerror="window.parent.hacked=1;window.hacked=1"> {% raw %} {{ 7*7 }} **bold** '
    "[x](javascript:alert(1)) :red[x] $x^2$ <script>window.hacked=1</script> `code`"
)

# A stand-in for the border's course: enough points to see a line, few enough to read.
LINE_DZ_LY = shapely.LineString(
    [
        (9.52, 30.23),
        (9.87, 28.5),
        (9.72, 26.5),
        (9.95, 26.1),
        (9.48, 25.6),
        (10.2, 24.6),
        (11.97, 23.52),
    ]
)
LINE_DZ_ML = shapely.LineString(
    [(-4.82, 25.0), (-1.2, 22.0), (1.15, 21.1), (1.8, 20.3), (3.2, 19.0)]
)
LINE_DZ_NE = shapely.LineString([(4.24, 19.14), (5.8, 19.45), (7.45, 20.86), (11.97, 23.52)])
SOUTHERN_DESERT = shapely.Point(5.5, 23.8).buffer(1.8, quad_segs=8)

PLACES = {
    "In Amenas": (28.043, 9.561, "DZ", "Illizi", "Algeria", "DZ-LY"),
    "Debdeb": (29.967, 9.417, "DZ", "Illizi", "Algeria", "DZ-LY"),
    "Bordj Badji Mokhtar": (21.327, 0.954, "DZ", "Adrar", "Algeria", "DZ-ML"),
    "In Guezzam": (19.567, 5.772, "DZ", "Tamanrasset", "Algeria", "DZ-NE"),
    "Ghat": (24.963, 10.18, "LY", "Ghat", "Libya", "DZ-LY"),
    "Benghazi": (32.117, 20.067, "LY", "Benghazi", "Libya", "EG-LY"),
    "Tripoli": (32.887, 13.191, "LY", "Tripoli", "Libya", "LY-TN"),
    "Sabha": (27.038, 14.428, "LY", "Sabha", "Libya", "LY-TD"),
    "Ben Gardane": (33.138, 11.217, "TN", "Medenine", "Tunisia", "LY-TN"),
    "Ras Ajdir": (33.148, 11.558, "TN", "Medenine", "Tunisia", "LY-TN"),
    "Kidal": (18.441, 1.408, "ML", "Kidal", "Mali", "DZ-ML"),
    "Dirkou": (19.009, 12.894, "NE", "Agadez", "Niger", "LY-NE"),
}

BATTLE = ("Battles", "Armed clash", "armed clash")
BOMB = ("Explosions/Remote violence", "Remote explosive/landmine/IED", "mine or IED")
CIVILIANS = ("Violence against civilians", "Abduction/forced disappearance", "abduction")
DEPLOYMENT = ("Strategic developments", "Change to group/activity", "troop deployment")
SEIZURE = ("Strategic developments", "Disrupted weapons use", "seizure")
CLOSURE = ("Strategic developments", "Other", "border closure")
PROTEST = ("Protests", "Peaceful protest", None)
RIOT = ("Riots", "Violent demonstration", None)
STATEMENT = (None, None, "statement or warning")

ARMY = ("Algerian army", "state forces")
AQIM = ("Al-Qaeda in the Islamic Maghreb", "rebel group")
HAFTAR = ("Khalifa Haftar's forces", "political militia")
UNKNOWN = (None, None)

# title, published, then per event: sentence, code, place or geometry name, dates, actor, more
_ARTICLES = [
    (
        "Army reinforces the eastern border",
        date(2014, 5, 30),
        [
            (
                "Five thousand soldiers were sent to the border with Libya.",
                DEPLOYMENT,
                "DZ-LY",
                (date(2014, 5, 24), date(2014, 5, 30)),
                ARMY,
                {"quantity": 5000.0, "quantity_unit": "soldiers"},
            ),
            (
                "Gunmen had taken hostages at In Amenas in January 2013.",
                CIVILIANS,
                "In Amenas",
                (date(2013, 1, 1), date(2013, 1, 31)),
                UNKNOWN,
                {"background": True, "fatalities": 7},
            ),
            (
                "A spokesman said that the country would not intervene.",
                STATEMENT,
                None,
                (date(2014, 5, 29), date(2014, 5, 29)),
                ARMY,
                {},
            ),
            (
                "Fighting broke out in Benghazi on 16 May.",
                BATTLE,
                "Benghazi",
                (date(2014, 5, 16), date(2014, 5, 16)),
                HAFTAR,
                {"fatalities": 24, "fatalities_high": 75},
            ),
        ],
    ),
    (
        "Arms cache found near Debdeb",
        date(2014, 6, 12),
        [
            (
                "Soldiers found rifles and rockets near Debdeb on Tuesday.",
                SEIZURE,
                "Debdeb",
                (date(2014, 6, 10), date(2014, 6, 10)),
                ARMY,
                {"geo_precision": 2, "where_prec": 2},
            ),
            (
                "Another cache was found at Debdeb.",
                SEIZURE,
                "Debdeb",
                (date(2014, 6, 8), date(2014, 6, 14)),
                ARMY,
                {},
            ),
            (
                "Smugglers clashed with soldiers at Debdeb.",
                BATTLE,
                "Debdeb",
                (date(2014, 6, 11), date(2014, 6, 11)),
                ARMY,
                {},
            ),
        ],
    ),
    (
        "Fighting in Tripoli and the south",
        date(2014, 7, 14),
        [
            (
                "Rockets hit the airport of Tripoli on Sunday.",
                BOMB,
                "Tripoli",
                (date(2014, 7, 13), date(2014, 7, 13)),
                UNKNOWN,
                {"fatalities": 7},
            ),
            (
                "Clashes were reported from Sabha.",
                BATTLE,
                "Sabha",
                (date(2014, 7, 8), date(2014, 7, 14)),
                UNKNOWN,
                {},
            ),
            (
                "Residents of Ghat marched against the closure.",
                PROTEST,
                "Ghat",
                (date(2014, 7, 11), date(2014, 7, 11)),
                ("Residents of Ghat", "protesters"),
                {},
            ),
        ],
    ),
    (
        "Attack on Ben Gardane",
        date(2016, 3, 8),
        [
            (
                "Dozens of gunmen attacked posts in Ben Gardane at dawn on Monday.",
                BATTLE,
                "Ben Gardane",
                (date(2016, 3, 7), date(2016, 3, 7)),
                ("Islamic State", "rebel group"),
                {"fatalities": 45, "fatalities_high": 55, "link_id": "ben-gardane"},
            ),
            (
                "The crossing of Ras Ajdir was closed.",
                CLOSURE,
                "Ras Ajdir",
                (date(2016, 3, 7), date(2016, 3, 7)),
                ("Tunisian army", "state forces"),
                {},
            ),
            (
                "Youths threw stones at a police station in Ben Gardane.",
                RIOT,
                "Ben Gardane",
                (date(2016, 3, 5), date(2016, 3, 5)),
                ("Rioters", "rioters"),
                {},
            ),
        ],
    ),
    (
        "Tunisian forces repel raid",
        date(2016, 3, 9),
        [
            (
                "At least 45 attackers died in Ben Gardane on Monday.",
                BATTLE,
                "Ben Gardane",
                (date(2016, 3, 7), date(2016, 3, 7)),
                ("Tunisian army", "state forces"),
                {"fatalities": 45, "link_id": "ben-gardane"},
            ),
        ],
    ),
    (
        "Monitoring centres on the desert border",
        date(2017, 6, 14),
        [
            (
                "More than 20 monitoring centres were set up along the border with Libya.",
                ("Strategic developments", "Headquarters or base established", "monitoring post"),
                "DZ-LY",
                (date(2017, 6, 8), date(2017, 6, 14)),
                ARMY,
                {"quantity": 20.0},
            ),
            (
                "Residents were told not to move near Bordj Badji Mokhtar.",
                ("Strategic developments", "Other", "movement restriction"),
                "Bordj Badji Mokhtar",
                (date(2017, 6, 8), date(2017, 6, 14)),
                ARMY,
                {"geo_precision": 2, "where_prec": 2},
            ),
            (
                "Residents were told not to move near In Guezzam.",
                ("Strategic developments", "Other", "movement restriction"),
                "In Guezzam",
                (date(2017, 6, 8), date(2017, 6, 14)),
                ARMY,
                {"geo_precision": 2, "where_prec": 2},
            ),
            (
                "The chief of staff inspected the border with Mali.",
                ("Strategic developments", "Other", "patrol or inspection"),
                "DZ-ML",
                (date(2017, 6, 8), date(2017, 6, 14)),
                ARMY,
                {},
            ),
            (
                "The chief of staff inspected the border with Niger.",
                ("Strategic developments", "Other", "patrol or inspection"),
                "DZ-NE",
                (date(2017, 6, 8), date(2017, 6, 14)),
                ARMY,
                {},
            ),
            (
                "Drones watched the southern desert.",
                ("Strategic developments", "Other", "patrol or inspection"),
                "southern desert",
                None,
                ARMY,
                {},
            ),
            (
                "Smugglers were arrested somewhere in Libya.",
                ("Strategic developments", "Arrests", "arrest"),
                "Libya",
                (date(2017, 6, 10), date(2017, 6, 10)),
                UNKNOWN,
                {},
            ),
            (
                "A joint operation in the province of Illizi is planned for autumn.",
                ("Strategic developments", "Other", "military operation"),
                "Illizi province",
                None,
                ARMY,
                {"modality": "planned"},
            ),
        ],
    ),
    (
        "Mine kills two on the road to Kidal",
        date(2018, 2, 3),
        [
            (
                "A mine killed two civilians outside Kidal on Friday.",
                BOMB,
                "Kidal",
                (date(2018, 2, 2), date(2018, 2, 2)),
                UNKNOWN,
                {"geo_precision": 2, "where_prec": 2, "fatalities": 2},
            ),
            (
                "Migrants were abducted near Dirkou.",
                CIVILIANS,
                "Dirkou",
                (date(2018, 1, 28), date(2018, 2, 3)),
                UNKNOWN,
                {"geo_precision": 2, "where_prec": 2},
            ),
            (
                "Militants of AQIM left the town.",
                BATTLE,
                "Kidal",
                (date(2018, 2, 1), date(2018, 2, 1)),
                AQIM,
                {},
            ),
        ],
    ),
    (
        f"Hostile {HOSTILE}",
        date(2018, 3, 1),
        [
            (
                f"Hostile sentence {HOSTILE} at Ghat.",
                BATTLE,
                "hostile place",
                (date(2018, 2, 27), date(2018, 2, 27)),
                (f"Hostile actor {HOSTILE}", "rebel group"),
                {},
            ),
        ],
    ),
]


def sample_articles() -> list[tuple[Article, list[Event]]]:
    """Return the articles with their events, in reading order."""
    return [_article(*parts) for parts in _ARTICLES]


def sample_events() -> list[Event]:
    """Return all events."""
    return [event for _, events in sample_articles() for event in events]


def fill_store(path: object) -> None:
    """Put articles, events, unresolved mentions and skipped inputs into the store at a path."""
    with EventStore.open(str(path)) as store:
        for article, events in sample_articles():
            store.add_article(article, events, _toponyms(article))
        store.add_skipped(
            Skipped(
                source="inbox/broken.txt",
                kind="article",
                reason="the file is empty",
                remedy="save the article again",
            )
        )


def _toponyms(article: Article) -> list[Toponym]:
    mentions = []
    for name, (latitude, longitude, code, admin1, *_) in PLACES.items():
        start = article.text.find(name)
        if start >= 0:
            place = Place(
                place_id=f"sample:{name}",
                name=name,
                latitude=latitude,
                longitude=longitude,
                country_code=code,
                admin1=admin1,
                feature_class="P",
                feature_code="PPL",
                population=0,
                source="sample",
            )
            mentions.append(
                Toponym(
                    start=start,
                    end=start + len(name),
                    text=name,
                    kind=MentionKind.PLACE,
                    place=place,
                    score=0.9,
                )
            )
    start = article.text.find("Desert Post")
    mentions.append(
        Toponym(start=start, end=start + 11, text="Desert Post", kind=MentionKind.PLACE)
    )
    return mentions


def _article(title: str, published: date, rows: list[tuple]) -> tuple[Article, list[Event]]:
    lead = f"{title}.\n\nA correspondent reports from Desert Post."
    body = " ".join(row[0] for row in rows)
    text = f"{lead} {body} More is expected in the coming days.\n\nThe ministry did not comment."
    article = Article(
        article_id=article_id_of(text),
        title=title,
        text=text,
        published=published,
        source="Desert Courier",
        url=f"https://example.org/{published:%Y/%m/%d}",
        language="en",
    )
    events = [_event(article, number, row) for number, row in enumerate(rows)]
    return article, events


def _event(article: Article, number: int, row: tuple) -> Event:
    sentence, code, place, dates, actor, more = row
    start = article.text.index(sentence)
    event_type, sub_event_type, activity = code
    first, last = dates or (None, None)
    week = {True: 1, False: 2}[first == last] if dates else None
    victims = event_type == "Violence against civilians"
    values = {
        "event_type": event_type,
        "sub_event_type": sub_event_type,
        "border_activity": activity,
        "date_start": first,
        "date_end": last,
        "time_precision": 3 if dates and (last - first).days > 20 else week,
        "date_basis": "stated" if dates else None,
        "actor1": actor[0],
        "actor1_type": actor[1],
        "actor2": "Civilians" if victims else None,
        "actor2_type": "civilians" if victims else None,
        "quote": sentence,
        "quote_start": start,
        "quote_end": start + len(sentence),
        "article_id": article.article_id,
        "source": article.source,
        "url": article.url,
        "published": article.published,
        "confidence": 0.8,
        **_placed(place),
        **more,
    }
    return Event(
        event_id=event_id_of(article.article_id, start, None, number),
        act_id=act_id_of(article.article_id, start),
        **values,
    )


def _placed(place: str | None) -> dict:
    if place is None:
        return {}
    if place == "hostile place":
        return {**_placed("Ghat"), "location": f"Hostile place {HOSTILE}"}
    if place in PLACES:
        latitude, longitude, code, admin1, country, border = PLACES[place]
        return {
            "location": place,
            "latitude": latitude,
            "longitude": longitude,
            "geometry": shapely.Point(longitude, latitude),
            "place_basis": "sentence",
            "geo_precision": 1,
            "where_prec": 1,
            "country": country,
            "country_code": code,
            "admin1": admin1,
            "border_id": border,
            "border_distance_km": 12.0,
        }
    shapes = {
        "DZ-LY": (LINE_DZ_LY, "Border of Algeria and Libya", 3, 5),
        "DZ-ML": (LINE_DZ_ML, "Border of Algeria and Mali", 3, 5),
        "DZ-NE": (LINE_DZ_NE, "Border of Algeria and Niger", 3, 5),
        "southern desert": (SOUTHERN_DESERT, "the southern desert", 3, 5),
        "Illizi province": (shapely.Point(8.5, 26.5), "Illizi", 3, 4),
        "Libya": (shapely.Point(17.0, 27.0), "Libya", None, 6),
    }
    geometry, name, geo_precision, where_prec = shapes[place]
    point = geometry.representative_point()
    libya = place == "Libya"
    return {
        "location": name,
        "latitude": point.y,
        "longitude": point.x,
        "geometry": geometry,
        "place_basis": "sentence",
        "geo_precision": geo_precision,
        "where_prec": where_prec,
        "country": "Libya" if libya else "Algeria",
        "country_code": "LY" if libya else "DZ",
        "border_id": place if "-" in place else None,
        "border_distance_km": 0.0 if "-" in place else None,
    }
