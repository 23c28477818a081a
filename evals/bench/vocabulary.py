"""The words of the statements made up by `generated`."""

from __future__ import annotations

from decimal import Decimal
from typing import Final


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


_PLACES: Final = """
AF:Afghanistan AL:Albania DZ:Algeria AO:Angola AR:Argentina AM:Armenia AU:Australia AT:Austria BD:Bangladesh BE:Belgium BZ:Belize
BJ:Benin BT:Bhutan BO:Bolivia BW:Botswana BR:Brazil BG:Bulgaria KH:Cambodia CM:Cameroon CA:Canada TD:Chad CL:Chile CN:China
CO:Colombia CR:Costa_Rica HR:Croatia CU:Cuba CY:Cyprus CZ:Czechia DK:Denmark DJ:Djibouti EC:Ecuador EG:Egypt SV:El_Salvador
EE:Estonia ET:Ethiopia FJ:Fiji FI:Finland FR:France GA:Gabon GM:Gambia GE:Georgia DE:Germany GH:Ghana GR:Greece GT:Guatemala
GN:Guinea GY:Guyana HT:Haiti HN:Honduras HU:Hungary IS:Iceland IN:India ID:Indonesia IQ:Iraq IE:Ireland IL:Israel IT:Italy
JM:Jamaica JP:Japan JO:Jordan KZ:Kazakhstan KE:Kenya KW:Kuwait LA:Laos LV:Latvia LB:Lebanon LS:Lesotho LR:Liberia LT:Lithuania
LU:Luxembourg MG:Madagascar MW:Malawi MY:Malaysia ML:Mali MT:Malta MR:Mauritania MU:Mauritius MX:Mexico MD:Moldova MN:Mongolia
MA:Morocco MZ:Mozambique MM:Myanmar NA:Namibia NP:Nepal NL:Netherlands NZ:New_Zealand NI:Nicaragua NE:Niger NG:Nigeria NO:Norway
OM:Oman PK:Pakistan PA:Panama PY:Paraguay PE:Peru PH:Philippines PL:Poland PT:Portugal QA:Qatar RO:Romania RW:Rwanda SN:Senegal
RS:Serbia SL:Sierra_Leone SG:Singapore SK:Slovakia SI:Slovenia SO:Somalia ZA:South_Africa KR:South_Korea ES:Spain LK:Sri_Lanka
SD:Sudan SR:Suriname SE:Sweden CH:Switzerland TJ:Tajikistan TZ:Tanzania TH:Thailand TG:Togo TN:Tunisia TR:Turkey UG:Uganda
UA:Ukraine AE:United_Arab_Emirates GB:United_Kingdom US:United_States UY:Uruguay UZ:Uzbekistan VU:Vanuatu VN:Vietnam YE:Yemen
ZM:Zambia ZW:Zimbabwe
"""
PLACES: Final = tuple(
    (code, name.replace("_", " ")) for code, _, name in (place.partition(":") for place in _PLACES.split())
)
WHERE: Final = _words("""
rural coastal urban mountainous northern eastern western riverside border lowland highland island suburban desert
provincial remote forested inland lakeside tribal upland peripheral volcanic arctic tropical
""")
TOPICS: Final = _words("""
malaria cholera tuberculosis measles polio maternity nutrition irrigation drainage sanitation broadband fibre
satellite solar wind hydropower geothermal biogas hydrogen recycling wildlife mangrove fisheries dairy poultry coffee
cocoa rice maize wheat cotton textile tourism heritage literacy teacher apprenticeship vocational nursing midwifery
dental surgical cancer diabetes hearing disability refugee veteran pension microcredit insurance customs
anticorruption election census judicial prison police firefighting flood drought earthquake cyclone landslide demining
cybersecurity railway tramway ferry airport bicycle pedestrian housing shelter library museum sports music theatre
film radio archive weather ocean coral glacier peatland reforestation
""")
ASSETS: Final = _words("""
clinics schools bridges roads warehouses laboratories workshops cooperatives kindergartens hospitals terminals
pipelines reservoirs greenhouses markets shelters campuses stations depots dormitories nurseries orchards terraces
canals dykes harbours substations turbines vans buses tractors pumps boats drones sensors servers tablets textbooks
scholarships grants stipends vouchers inspections audits courses seminars networks registries observatories archives
kitchens
""")
FILLERS: Final = (
    "new",
    "much-needed",
    "modern",
    "urgently needed",
    "climate-proof",
    "community",
    "affordable",
    "green",
)
ACTS: Final = {
    "fund": ["provide", "pledge", "commit", "allocate", "give", "contribute"],
    "count": ["build", "deliver", "supply", "send"],
}
UNITS: Final = {"USD": "${}", "EUR": "€{}", "GBP": "£{}", "CAD": "CAD {}", "AUD": "AUD {}", "JPY": "JPY {}"}
SCALES: Final = ((10**9, "billion"), (10**6, "million"))
VENUES: Final = ("donor conference", "ministerial meeting", "leaders' summit", "regional forum", "annual assembly")
PUBLISHERS: Final = ("Gazette", "Herald", "Courier", "Observer", "Tribune", "Bulletin", "Dispatch", "Chronicle")


def figure(amount: int, money: bool) -> str:
    """An amount as reports write it: "2.5 million" of money, "12,000" of things."""
    if money:
        for scale, name in SCALES:
            if amount >= scale:
                return f"{Decimal(amount) / scale:f} {name}"
    return f"{amount:,}"
