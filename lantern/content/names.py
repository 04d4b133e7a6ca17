"""Find the names of the lexicon in a text, with spaCy."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.pipeline import Sentencizer
from spacy.tokens import Doc
from spacy.util import filter_spans

from lantern.content.models import Lexicon

# People end sentences with these too ("lying awake again.. what if it stops working").
TRAILING_OFF = ("..", "...", "....", "…")


# So many letters a word has before the ending by which drugs are known ("camize-strant").
FEWEST_LETTERS = 3
DENIALS, DENIAL_REACH = ("not", "no", "never", "n't", "without", "non", "nt"), 2
# What makes another drug of a drug's name; "-based" and the like do not.
TIED = re.compile(
    r"-(?!based|like|free|resistant|related|positive|induced|type|only|plus|and|or)[a-z]{3,}(?:-[a-z]+)*",
    re.I,
)


@dataclass(frozen=True)
class Mention:
    """A name found in a text: its kind, its canonical name, and where (characters)."""

    entity: str
    name: str
    covered: bool
    start: int
    end: int


def _undenied(doc: Doc) -> Iterator[str]:
    """Yield the words of a text but for those that are denied right before ("not from breast")."""
    for place, token in enumerate(doc):
        if not any(before.lower_ in DENIALS for before in doc[max(0, place - DENIAL_REACH) : place]):
            yield token.lower_


def blank_pipeline() -> Language:
    """Return spaCy's English tokenizer and sentence splitter; nothing statistical, nothing downloaded."""
    language = spacy.blank("en")
    language.add_pipe(
        "sentencizer", config={"punct_chars": [*Sentencizer.default_punct_chars, *TRAILING_OFF]}
    )
    return language


class NameFinder:
    """Recognises drugs, sites, subtypes, genes and therapies as the lexicon writes them."""

    def __init__(self, lexicon: Lexicon, language: Language | None = None) -> None:
        """Build the matcher; ``language`` gives the tokenizer."""
        self.language = language or blank_pipeline()
        self._matcher = PhraseMatcher(self.language.vocab, attr="LOWER")
        self._names: dict[str, tuple[str, str, bool]] = {}
        self._unless: dict[str, frozenset[str]] = {}
        stems = "|".join(map(re.escape, lexicon.drug_stems))
        self._drug_like = re.compile(rf"[a-z]{{{FEWEST_LETTERS},}}(?:{stems})", re.IGNORECASE)
        for entity, names in lexicon.by_entity().items():
            for name in names:
                label = f"{entity}:{name.name}"
                self._names[label] = (entity, name.name, name.covered)
                self._unless[label] = frozenset(word.lower() for word in name.unless)
                forms = dict.fromkeys(form.lower() for form in name.written)
                self._matcher.add(label, [self.language.make_doc(form) for form in forms])

    def find(self, doc: Doc) -> list[Mention]:
        """Return the names in ``doc`` in order; of overlapping ones the longest."""
        return list(self._mentions(doc))

    def _mentions(self, doc: Doc) -> Iterator[Mention]:
        found = []
        spans = self._matcher(doc, as_spans=True)
        if any(self._unless[span.label_] for span in spans):
            words = set(_undenied(doc))
            spans = [span for span in spans if not words & self._unless[span.label_]]
        for span in filter_spans(spans):
            entity, name, covered = self._names[span.label_]
            mention = Mention(entity, name, covered, span.start_char, span.end_char)
            found.append(self._longer(mention, doc.text) if entity == "drug" else mention)
        taken = {place for mention in found for place in range(mention.start, mention.end)}
        # A word that ends like a drug is one, and whatever drug it is, the lexicon does not have it.
        for token in doc if self._drug_like.search(doc.text) else ():
            if token.idx not in taken and self._drug_like.fullmatch(token.text):
                found.append(Mention("drug", token.lower_, False, token.idx, token.idx + len(token.text)))
        yield from sorted(found, key=lambda mention: mention.start)

    @staticmethod
    def _longer(mention: Mention, text: str) -> Mention:
        """Return a drug with what is tied to its name: "trastuzumab-dkst" is not trastuzumab."""
        tied = TIED.match(text, mention.end)
        if not tied:
            return mention
        name = text[mention.start : tied.end()].lower()
        return Mention(mention.entity, name, False, mention.start, tied.end())

    def mentions(self, text: str) -> dict[str, list[str]]:
        """Return the canonical names in ``text`` by entity."""
        found: dict[str, list[str]] = {}
        for mention in self._mentions(self.language.make_doc(text)):
            names = found.setdefault(mention.entity, [])
            if mention.name not in names:
                names.append(mention.name)
        return found
