"""Invented names for rehearsals: words of many languages that say "example", meadow or sky, put together at random."""

# One row: ICAO code, language, surnames, given names by sex.
INVENTED_PEOPLE: tuple[tuple[str, str, tuple[str, ...], dict[str, tuple[str, ...]]], ...] = (
    (
        "USA",
        "en",
        ("Meadowlark", "Fernbrook", "Oakhollow", "Brightwater"),
        {"F": ("Clementine", "Opal", "Winifred"), "M": ("Barnaby", "Otis", "Lowell")},
    ),
    ("AUS", "en", ("Wattleford", "Gumtree", "Saltbush"), {"F": ("Matilda", "Ivy"), "M": ("Banjo", "Rufus")}),
    (
        "GBR",
        "en",
        ("Thistledown", "Heatherley", "Moorcroft"),
        {"F": ("Primrose", "Edith"), "M": ("Cuthbert", "Wilfred")},
    ),
    (
        "NLD",
        "nl",
        ("Voorbeeld", "Van den Dijkgraaf", "Tulpenveld"),
        {"F": ("Annelies", "Geertje"), "M": ("Kees", "Sjoerd")},
    ),
    (
        "D",
        "de",
        ("Musterwald", "Beispielhof", "Wiesengrund"),
        {"F": ("Roswitha", "Irmgard"), "M": ("Eberhard", "Volkmar")},
    ),
    ("JPN", "ja", ("Kawanishi", "Hanazono", "Aozora"), {"F": ("Sumire", "Kaede"), "M": ("Minoru", "Takeo")}),
    ("KOR", "ko", ("Haneul", "Bada", "Namu"), {"F": ("Areum", "Nari"), "M": ("Dalsu", "Hangyeol")}),
    ("SGP", "zh", ("Qingshan", "Baiyun"), {"F": ("Meihua", "Lanxin"), "M": ("Songbai", "Yuanlin")}),
    ("MYS", "en", ("Contohan", "Misalan"), {"F": ("Kenanga", "Seroja"), "M": ("Cempaka", "Perdana")}),
    ("EGY", "ar", ("Mithalawi", "Nakhlawi"), {"F": ("Yasmina", "Rihana"), "M": ("Samir", "Nuran")}),
)

STREETS: tuple[str, ...] = (
    "Jalan Contoh Melati",
    "Jalan Contoh Kenanga",
    "Jalan Contoh Mawar",
    "Jalan Contoh Anggrek",
    "Gang Contoh Teratai",
    "Jalan Contoh Flamboyan",
)
