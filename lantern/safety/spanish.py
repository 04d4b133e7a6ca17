"""Whether a message is Spanish, by its small words."""

from __future__ import annotations

from lantern.safety.normal_form import normal

# Words that English does not have, among the commonest of Spanish (without accents).
SMALL_WORDS = frozenset(
    (
        *("de", "la", "que", "el", "en", "los", "se", "del", "las", "por", "un", "una", "con", "su", "para"),
        *("mi", "me", "te", "le", "lo", "es", "esta", "estoy", "tengo", "tiene", "muy", "pero", "ya", "si"),
        *("mama", "papa", "esposo", "esposa", "quiero", "puedo", "puede", "siento", "duele", "hace", "como"),
        *("mucho", "mucha", "desde", "hoy", "ayuda", "fiebre", "sangre", "pastillas", "vivir", "morir", "yo"),
    )
)
LEAST_SHARE = 0.25


def is_spanish(text: str) -> bool:
    """Say whether at least a quarter of the words are small words of Spanish."""
    words = normal(text).split()
    return bool(words) and sum(word.strip(".,;:!?") in SMALL_WORDS for word in words) >= LEAST_SHARE * len(
        words
    )
