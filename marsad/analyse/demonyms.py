"""English adjectives of nations, for the names of speakers who are told by their nation only; the rest go by the state's name."""

from __future__ import annotations

from collections.abc import Mapping

DEMONYMS: Mapping[str, str] = {
    "SY": "Syrian", "IQ": "Iraqi", "LB": "Lebanese", "PS": "Palestinian", "IL": "Israeli", "JO": "Jordanian",
    "EG": "Egyptian", "SA": "Saudi", "YE": "Yemeni", "AE": "Emirati", "QA": "Qatari", "KW": "Kuwaiti",
    "BH": "Bahraini", "OM": "Omani", "IR": "Iranian", "TR": "Turkish", "RU": "Russian", "US": "US",
    "GB": "British", "FR": "French", "DE": "German", "IT": "Italian", "ES": "Spanish", "UA": "Ukrainian",
    "LY": "Libyan", "TN": "Tunisian", "DZ": "Algerian", "MA": "Moroccan", "MR": "Mauritanian", "SD": "Sudanese",
    "SS": "South Sudanese", "SO": "Somali", "DJ": "Djiboutian", "ER": "Eritrean", "ET": "Ethiopian", "KE": "Kenyan",
    "UG": "Ugandan", "RW": "Rwandan", "BI": "Burundian", "CD": "Congolese", "TD": "Chadian", "NE": "Nigerien",
    "NG": "Nigerian", "ML": "Malian", "BF": "Burkinabe", "CM": "Cameroonian", "SN": "Senegalese", "GN": "Guinean",
    "BJ": "Beninese", "TG": "Togolese", "CI": "Ivorian", "GH": "Ghanaian", "MZ": "Mozambican", "TZ": "Tanzanian",
    "AF": "Afghan", "PK": "Pakistani", "IN": "Indian", "BD": "Bangladeshi", "LK": "Sri Lankan", "NP": "Nepalese",
    "MM": "Burmese", "TH": "Thai", "PH": "Filipino", "ID": "Indonesian", "MY": "Malaysian", "CN": "Chinese",
    "JP": "Japanese", "KR": "South Korean", "KP": "North Korean", "KZ": "Kazakh", "UZ": "Uzbek", "TJ": "Tajik",
    "KG": "Kyrgyz", "AZ": "Azerbaijani", "AM": "Armenian", "GE": "Georgian", "BY": "Belarusian", "BE": "Belgian",
    "NL": "Dutch", "GR": "Greek", "CY": "Cypriot", "SE": "Swedish", "CA": "Canadian", "AU": "Australian",
}
