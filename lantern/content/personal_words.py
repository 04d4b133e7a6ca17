"""The shape of data/personal_data.yml."""

from __future__ import annotations

from lantern.content.strict import Strict


class PersonalData(Strict):
    """data/personal_data.yml: the words by which personal data is recognised."""

    # Names by the words around them.
    introductions: tuple[str, ...]
    sure_introductions: tuple[str, ...]
    own_introductions: tuple[str, ...]
    labels: tuple[str, ...]
    weak_labels: tuple[str, ...]
    honorifics_after: tuple[str, ...]
    presence: tuple[str, ...]
    titles: tuple[str, ...]
    titles_of_many: tuple[str, ...]
    relations: tuple[str, ...]
    relations_of_many: tuple[str, ...]
    closings: tuple[str, ...]
    leads: tuple[str, ...]
    person_before: tuple[str, ...]
    person_after: tuple[str, ...]
    deeds_of_things: tuple[str, ...]
    deeds_of_drugs: tuple[str, ...]
    places_after: tuple[str, ...]
    no_names: tuple[str, ...]
    small_words: tuple[str, ...]
    things_after: tuple[str, ...]
    word_names: tuple[str, ...]
    # Postal addresses.
    streets: tuple[str, ...]
    sure_streets: tuple[str, ...]
    streets_before: tuple[str, ...]
    streets_named: tuple[str, ...]
    street_endings: tuple[str, ...]
    no_street_words: tuple[str, ...]
    buildings: tuple[str, ...]
    districts: tuple[str, ...]
    units_of_address: tuple[str, ...]
    numbered_places: tuple[str, ...]
    address_particles: tuple[str, ...]
    address_cues: tuple[str, ...]
    address_labels: tuple[str, ...]
    post_boxes: tuple[str, ...]
    states: tuple[str, ...]
    provinces: tuple[str, ...]
    towns: tuple[str, ...]
    # Dates.
    months: tuple[str, ...]
    other_months: tuple[str, ...]
    weekdays: tuple[str, ...]
    day_words: tuple[str, ...]
    century_words: tuple[str, ...]
    feasts: tuple[str, ...]
    # Numbers.
    numbers: tuple[str, ...]
    digit_words: tuple[str, ...]
    digit_multipliers: tuple[str, ...]
    units: tuple[str, ...]
    measures: tuple[str, ...]
    # What is found online.
    networks: tuple[str, ...]
    domain_endings: tuple[str, ...]
    spoken_at: tuple[str, ...]
    spoken_dot: tuple[str, ...]
    spoken_signs: tuple[str, ...]
