"""Events of Arabic sentences as the press of North Africa and the Sahel writes them.

The sentences are written for these tests, published on Friday 30 May 2014.
"""

import pytest
from reading_helpers import days, events, only_event

from geodata.model import Event

GROUP = "Unidentified armed group"


@pytest.mark.parametrize(
    ("text", "sub_type", "actor1", "actor2", "place"),
    [
        (
            "نصب مسلحون مجهولون كمينا لقافلة عسكرية قرب تيلابيري غربي النيجر، ما "
            "أسفر عن مقتل 12 جنديا وإصابة ثمانية آخرين.",
            "Armed clash",
            f"{GROUP} (Niger)",
            "Military Forces of Niger",
            "near Tillabéri",
        ),
        (
            "مقتل جنديين تونسيين في انفجار لغم بجبل الشعانبي",
            "Remote explosive/landmine/IED",
            f"{GROUP} (Tunisia)",
            "Military Forces of Tunisia",
            "Mount Chaambi",
        ),
        (
            "فجر انتحاري نفسه في سوق مزدحم بمدينة مايدوغوري، مما أسفر عن مقتل "
            "عشرة أشخاص على الأقل.",
            "Suicide bomb",
            f"{GROUP} (Nigeria)",
            "Civilians (Nigeria)",
            "Maiduguri",
        ),
        (
            "قصفت مدفعية قوات الدعم السريع أحياء سكنية في مدينة الفاشر مما أدى إلى مقتل 15 مدنيا.",
            "Shelling/artillery/missile attack",
            "Military Forces of Sudan - Rapid Support Forces",
            "Civilians (Sudan)",
            "El Fasher",
        ),
        (
            "قتل تسعة من عناصر حركة الشباب في غارة جوية أمريكية جنوبي الصومال.",
            "Air/drone strike",
            f"{GROUP} (Somalia)",
            "Al Shabaab",
            "southern Somalia",
        ),
        (
            "اختطف مسلحون يستقلون دراجات نارية سائحين سويسريين في شمال النيجر أول أمس.",
            "Abduction/forced disappearance",
            f"{GROUP} (Niger)",
            "Civilians (Switzerland)",
            "northern Niger",
        ),
        (
            "أفرجت جماعة نصرة الإسلام والمسلمين عن الرهينة الفرنسية في مالي.",
            "Other",
            "Jama'at Nusrat al-Islam wal-Muslimin (JNIM)",
            "Civilians (France)",
            "Mali",
        ),
        (
            "ألقت الشرطة المصرية القبض على 14 شخصا يشتبه في انتمائهم إلى جماعة "
            "الإخوان في الإسكندرية.",
            "Arrests",
            "Police Forces of Egypt",
            "Civilians (Egypt)",
            "Alexandria",
        ),
        (
            "ضبطت وحدات الحرس الوطني بمدنين كمية من الأسلحة والذخيرة في منزل قرب بن قردان.",
            "Disrupted weapons use",
            "National Guard of Tunisia",
            None,
            "Medenine",
        ),
        (
            "أغلقت السلطات التونسية معبر رأس جدير الحدودي مع ليبيا إثر اشتباكات في مدينة زوارة.",
            "Change to group/activity",
            "Government of Tunisia",
            None,
            "Ras Ajdir",
        ),
        (
            "رحلت السلطات الجزائرية أكثر من 600 مهاجر إفريقي إلى الحدود مع النيجر.",
            "Other",
            "Government of Algeria",
            "Migrants",
            "Algeria–Niger border",
        ),
        (
            "أنقذ خفر السواحل الليبي 132 مهاجرا غير نظامي قبالة سواحل الزاوية.",
            "Other",
            "Coast Guard of Libya",
            "Migrants",
            "Az Zāwīyah",
        ),
        (
            "تظاهر المئات في العاصمة الخرطوم ضد الانقلاب العسكري، وأطلقت الشرطة "
            "الغاز المسيل للدموع لتفريقهم.",
            "Protest with intervention",
            "Protesters (Sudan)",
            "Police Forces of Sudan",
            "Khartoum",
        ),
        (
            "أحرق محتجون غاضبون إطارات السيارات وأغلقوا الطريق الرئيسي في مدينة تطاوين.",
            "Violent demonstration",
            "Rioters (Tunisia)",
            None,
            "Tataouine",
        ),
        (
            "أطلقت قوات الأمن السودانية الرصاص الحي على متظاهرين في أم درمان، مما "
            "أدى إلى مقتل متظاهر.",
            "Excessive force against protesters",
            "Protesters (Sudan)",
            "Security Forces of Sudan",
            "Omdurman",
        ),
        (
            "انسحبت القوات الفرنسية من قاعدة كيدال شمال مالي وسلمتها إلى الجيش المالي.",
            "Non-violent transfer of territory",
            "Military Forces of France",
            "Military Forces of Mali",
            "Kidal",
        ),
        (
            "استعاد الجيش المالي السيطرة على مدينة كونا بعد معارك مع المتمردين.",
            "Government regains territory",
            "Military Forces of Mali",
            "Unidentified rebels (Mali)",
            "Konna",
        ),
        (
            "أنشأ الجيش الجزائري قاعدة عسكرية جديدة قرب الحدود مع مالي.",
            "Headquarters or base established",
            "Military Forces of Algeria",
            None,
            "Algeria–Mali border",
        ),
        (
            "نهب مسلحون مستودعات برنامج الأغذية العالمي في الفاشر أمس الأول.",
            "Looting/property destruction",
            f"{GROUP} (Sudan)",
            "World Food Programme (WFP)",
            "El Fasher",
        ),
        (
            "سلم إرهابي نفسه للسلطات العسكرية بتمنراست وبحوزته مسدس رشاش.",
            "Other",
            f"{GROUP} (Algeria)",
            None,
            "Tamanghasset",
        ),
        (
            "تعرضت دورية لحرس المنشآت النفطية لهجوم مسلح جنوب سبها.",
            "Armed clash",
            f"{GROUP} (Libya)",
            "Petroleum Facilities Guard (PFG)",
            "south of Sabha",
        ),
        (
            "أعلن الجيش المالي مقتل 20 إرهابيا في عملية عسكرية قرب ميناكا.",
            "Armed clash",
            "Military Forces of Mali",
            f"{GROUP} (Mali)",
            "near Ménaka",
        ),
    ],
)
def test_an_arabic_sentence_gives_its_act_sides_and_place(
    text: str, sub_type: str, actor1: str, actor2: str | None, place: str
) -> None:
    event = main_event(text)
    assert (event.sub_event_type, event.actor1, event.actor2, event.location) == (
        sub_type,
        actor1,
        actor2,
        place,
    )
    assert event.modality == "happened"


def main_event(text: str) -> Event:
    """The first of the text's events: the main one."""
    return events(text)[0]


@pytest.mark.parametrize(
    ("text", "modality"),
    [
        ("نفى الجيش الليبي أن تكون طائراته قد قصفت مواقع في مدينة سبها.", "denied"),
        ("هدد تنظيم الدولة بمهاجمة المنشآت النفطية في ليبيا.", "threatened"),
        ("من المقرر أن ينشر الاتحاد الأوروبي قوة عسكرية في النيجر الشهر المقبل.", "planned"),
        ("سترسل الجزائر تعزيزات عسكرية إلى الحدود مع ليبيا.", "planned"),
        ("حاول مسلحون اقتحام ثكنة عسكرية في غاو أمس.", "attempted"),
        ("سيطرت قوات حكومة الوفاق على قاعدة الوطية الجوية غربي ليبيا.", "happened"),
    ],
)
def test_what_is_denied_threatened_or_planned_did_not_happen(text: str, modality: str) -> None:
    assert main_event(text).modality == modality


@pytest.mark.parametrize(
    "text",
    [
        "دعت الأمم المتحدة إلى هدنة إنسانية في طرابلس.",
        "لم يهاجم المسلحون مدينة غاو.",
        "تسعى الحكومة إلى مكافحة التهريب والهجمات في الجنوب.",
    ],
)
def test_what_is_called_for_or_negated_is_no_incident(text: str) -> None:
    assert not [event for event in events(text) if event.is_incident and event.event_type]


@pytest.mark.parametrize(
    ("text", "killed", "wounded", "detained"),
    [
        ("اندلعت اشتباكات عنيفة في مدينة سبها، خلفت 15 قتيلا و20 جريحا على الأقل.", 15, 20, None),
        ("قتل سبعة جنود وثلاثة مدنيين في هجوم على معسكر للجيش في غاو.", 10, None, None),
        ("أوقفت مفرزة للجيش الوطني الشعبي 12 منقبا عن الذهب بعين قزام.", None, None, 12),
        ("استشهد عسكريان وأصيب ثالث في هجوم مسلح بجبل الشعانبي.", 2, 1, None),
    ],
)
def test_counts_are_read_behind_the_verb_and_its_subject(
    text: str, killed: int | None, wounded: int | None, detained: int | None
) -> None:
    event = main_event(text)
    assert (event.fatalities, event.wounded, event.detained) == (killed, wounded, detained)


@pytest.mark.parametrize(
    ("phrase", "start", "end"),
    [
        ("الأحد الماضي", "2014-05-25", "2014-05-25"),
        ("الجمعة الماضية", "2014-05-23", "2014-05-23"),
        ("أمس الأول", "2014-05-28", "2014-05-28"),
        ("في الخامس من مايو الجاري", "2014-05-05", "2014-05-05"),
        ("في الثاني من الشهر الجاري", "2014-05-02", "2014-05-02"),
        ("قبل يومين", "2014-05-28", "2014-05-28"),
        ("الأسبوع الماضي", "2014-05-19", "2014-05-25"),
        ("الليلة الماضية", "2014-05-29", "2014-05-30"),
        ("في فبراير من العام الماضي", "2013-02-01", "2013-02-28"),
        ("الأربعاء المقبل", "2014-06-04", "2014-06-04"),
        ("منذ يوم الأحد", "2014-05-25", "2014-05-30"),
        ("والسبت", "2014-05-24", "2014-05-24"),
    ],
)
def test_arabic_date_phrases_are_read_with_the_word_that_qualifies_them(
    phrase: str, start: str, end: str
) -> None:
    assert days(phrase)[:2] == (start, end)


def test_the_date_may_stand_between_the_verb_and_the_noun_of_one_act() -> None:
    event = only_event("باشرت قوات الجيش أمس عملية تمشيط واسعة في جبال تبسة شرقي الجزائر.")
    assert str(event.date_start) == "2014-05-29"
    assert event.border_activity == "military operation"


def test_a_second_verb_has_the_subject_of_the_first() -> None:
    found = events(
        "أوقفت فرقة للدرك الوطني يوم الخميس أربعة مهربين ببئر العاتر وحجزت 3200 لتر من المازوت."
    )
    assert [(e.border_activity, e.actor1) for e in found] == [
        ("arrest", "Gendarmerie of Algeria"),
        ("seizure", "Gendarmerie of Algeria"),
    ]
    assert (found[1].quantity, found[1].quantity_unit) == (3200, "لتر")


def test_a_planned_month_without_a_year_is_to_come() -> None:
    event = main_event("من المقرر أن ينشر الجيش الجزائري كتيبة في تمنراست في فبراير.")
    assert str(event.date_start) == "2015-02-01"


@pytest.mark.parametrize(
    ("text", "sub_type"),
    [
        (
            "قضى سبعة من المصلين نحبهم حين فتح ملثمون نيران أسلحتهم على مسجد في قرية نواحي ماركوي.",
            "Attack",
        ),
        (
            "أنصار الرئيس المعزول يحرقون العجلات في شوارع نيامي ويرشقون الشرطة بالحجارة.",
            "Violent demonstration",
        ),
        ("مئات الآلاف يملؤون ساحات قسنطينة رفضا للعهدة الخامسة.", "Peaceful protest"),
        ("أقدم سكان غاضبون في بامبا على حرق لص ضبط متلبسا بسرقة بقرة.", "Mob violence"),
        (
            "تمكنت قوات الوفاق من دخول مدينة ترهونة من أربعة محاور دون قتال.",
            "Non-violent transfer of territory",
        ),
        (
            "الجيش السوداني يبسط سيطرته على سنجة بعد معارك مع الدعم السريع",
            "Government regains territory",
        ),
        (
            "مايدوغوري في قبضة بوكو حرام",
            "Non-state actor overtakes territory",
        ),
        ("ساق مسلحون ثلاثة تجار إلى جهة غير معلومة قرب غاو.", "Abduction/forced disappearance"),
        ("سلم أمير سرية في جماعة جند الخلافة نفسه للسلطات العسكرية بجيجل وبحوزته رشاش.", "Other"),
        ("مسيرات انتحارية تطلقها الدعم السريع تصيب محطة الكهرباء في مروي.", "Air/drone strike"),
    ],
)
def test_acts_are_known_however_a_reporter_puts_them(text: str, sub_type: str) -> None:
    assert [event.sub_event_type for event in events(text)] == [sub_type]


@pytest.mark.parametrize(
    "text",
    [
        "الهلال يقصف شباك المريخ بثلاثية ويفجر مفاجأة من العيار الثقيل في أم درمان",
        "هجوم كلاب ضالة على تلاميذ في ضواحي الخرطوم يثير مخاوف من السعار",
        "السجن ثلاث سنوات لموظف سطا على خزينة بلدية سطيف، ومحكمة الاستئناف تؤيد الحكم",
        "أسراب الذباب تهاجم حقول الطماطم في بسكرة والفلاحون يستنجدون",
        "مقتل ثلاثة أشقاء اختناقا بغاز المدفأة في بيتهم بباتنة",
        "معركة شرسة بين الشركات على سوق الهاتف في موريتانيا",
        "موجة برد تضرب شمال البلاد وتقتل عشرات رؤوس الماشية في عين الصفراء",
        "سقوط سبعة قتلى في انقلاب شاحنة تقل عمال تنقيب قرب أبو حمد",
        "تفكيك شبكة لتزوير الشهادات الجامعية وتقديم أفرادها أمام القضاء في وهران",
    ],
)
def test_sport_justice_weather_and_accidents_are_no_events(text: str) -> None:
    assert events(text) == ()


def test_a_fight_has_its_second_side_from_the_clause() -> None:
    event = only_event("الجيش السوداني يبسط سيطرته على سنجة بعد معارك مع قوات الحركة الشعبية شمال")
    assert event.actor1 == "Military Forces of Sudan"
    assert event.actor2 == "Sudan People's Liberation Movement-North (SPLM-N)"


def test_who_is_accused_of_a_killing_is_claimed_to_have_done_it() -> None:
    event = only_event(
        "اتهمت منظمة حقوقية محلية القوات المالية بقتل تسعة تجار في سوق هومبوري في مالي."
    )
    assert (event.modality, event.actor1) == ("claimed", "Military Forces of Mali")
    assert (event.actor2, event.fatalities) == ("Civilians (Mali)", 9)


def test_peoples_that_fight_are_tribal_militias_of_the_place() -> None:
    event = only_event("اشتباكات بين التبو والزغاوة قرب أم جرس شرقي تشاد توقع سبعة قتلى")
    assert event.actor1 == "Toubou Tribal Militia (Chad)"
    assert event.actor2 == "Zaghawa Tribal Militia (Chad)"


def test_a_title_before_a_colon_says_where() -> None:
    event = only_event("تيلابيري: مقتل خمسة جنود في هجوم شنه مسلحون على ثكنة عسكرية")
    assert (event.location, event.fatalities) == ("Tillabéri", 5)


def test_a_dual_with_its_number_counts_once() -> None:
    event = only_event("قتل متظاهران اثنان برصاص الشرطة في الخرطوم")
    assert event.fatalities == 2


def test_days_are_read_from_a_range() -> None:
    phrase = "بين الثالث والسابع من مايو"
    assert days(phrase)[:2] == ("2014-05-03", "2014-05-07")
    assert days("بين 28 و2 مايو")[:2] == ("2014-04-28", "2014-05-02")


def test_for_the_third_day_running_is_three_days() -> None:
    assert days("لليوم الثالث على التوالي")[:2] == ("2014-05-28", "2014-05-30")
