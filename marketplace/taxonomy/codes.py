"""Small closed lists that both solutions and challenges speak; the long lists are data."""

from enum import StrEnum


class DataLocation(StrEnum):
    """Where the data of the people concerned is kept, from nearest to widest."""

    BUYER = "buyer"
    EU = "eu"
    EEA = "eea"
    WORLD = "world"


class TermList(StrEnum):
    """The names of the code lists, as they stand in `/api/v1/taxonomy/{list}`."""

    THEMES = "themes"
    TECHNOLOGIES = "technologies"
    STANDARDS = "standards"
    SDGS = "sdgs"
    REGIONS = "regions"
    CPV = "cpv"
    LANGUAGES = "languages"
    COUNTRIES = "countries"
    FUNDING = "funding"
    LICENCES = "licences"
    SPECIALISATIONS = "specialisations"
