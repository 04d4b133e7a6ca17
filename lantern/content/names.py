"""Find the names of the lexicon in a text, with spaCy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import spacy
from spacy.language import Language
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.util import filter_spans

from lantern.content.models import Lexicon


@dataclass(frozen=True)
class Mention:
    """A name found in a text: its kind, its canonical name, and where (characters)."""

    entity: str
    name: str
    covered: bool
    start: int
    end: int


def blank_pipeline() -> Language:
    """Return spaCy's English tokenizer and sentence splitter; nothing statistical, nothing downloaded."""
    language = spacy.blank("en")
    language.add_pipe("sentencizer")
    return language


class NameFinder:
    """Recognises drugs, sites, subtypes, genes and therapies as the lexicon writes them."""

    def __init__(self, lexicon: Lexicon, language: Language | None = None) -> None:
        """Build the matcher; ``language`` gives the tokenizer."""
        self.language = language or blank_pipeline()
        self._matcher = PhraseMatcher(self.language.vocab, attr="LOWER")
        self._names: dict[str, tuple[str, str, bool]] = {}
        for entity, names in lexicon.by_entity().items():
            for name in names:
                label = f"{entity}:{name.name}"
                self._names[label] = (entity, name.name, name.covered)
                forms = dict.fromkeys(form.lower() for form in name.written)
                self._matcher.add(label, [self.language.make_doc(form) for form in forms])

    def find(self, doc: Doc) -> list[Mention]:
        """Return the names in ``doc`` in order; of overlapping ones the longest."""
        return list(self._mentions(doc))

    def _mentions(self, doc: Doc) -> Iterator[Mention]:
        for span in filter_spans(self._matcher(doc, as_spans=True)):
            entity, name, covered = self._names[span.label_]
            yield Mention(entity, name, covered, span.start_char, span.end_char)

    def mentions(self, text: str) -> dict[str, list[str]]:
        """Return the canonical names in ``text`` by entity."""
        found: dict[str, list[str]] = {}
        for mention in self._mentions(self.language.make_doc(text)):
            names = found.setdefault(mention.entity, [])
            if mention.name not in names:
                names.append(mention.name)
        return found
