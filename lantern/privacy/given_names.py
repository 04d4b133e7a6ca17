"""Given names of many languages: they tell a person from a place or a misspelt drug."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from importlib import import_module

PACKAGE = "faker.providers.person"
# Those written in Latin letters.
LOCALES = """
    az_AZ cs_CZ da_DK de_AT de_CH de_DE de_LU en en_GB en_IE en_IN en_KE en_NG en_NZ en_PK en_TH
    en_US es_AR es_CA es_CL es_CO es_ES es_MX et_EE fi_FI fr_BE fr_CA fr_CH fr_DZ fr_FR ga_IE ha_NG
    hr_HR hu_HU id_ID ig_NG is_IS it_IT lt_LT lv_LV nl_BE nl_NL no_NO pl_PL pt_BR pt_PT ro_RO sk_SK
    sl_SI sv_SE sw tr_TR tw_GH uz_UZ vi_VN yo_NG zu_ZA
"""
LISTS = (
    "first_names",
    "first_names_male",
    "first_names_female",
    "first_names_nonbinary",
    "first_names_unisex",
)
# Shorter ones are words of some language.
FEWEST_LETTERS = 3
NAME = re.compile(rf"[^\W\d_]{{{FEWEST_LETTERS},}}(?:['’-][^\W\d_]+)*")


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Return the names, in small letters."""
    return frozenset(
        name.lower()
        for locale in LOCALES.split()
        for some in LISTS
        for name in _listed(getattr(import_module(f"{PACKAGE}.{locale}").Provider, some, ()))
        if NAME.fullmatch(name)
    )


def _listed(names: object) -> Iterable[str]:
    # Some languages compute them from others, which are read by themselves.
    return [str(name) for name in names] if isinstance(names, Iterable) else []
