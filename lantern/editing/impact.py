"""What a change will break: the serving model against the new one, question by question."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from lantern.content.library import Library
from lantern.editing.neighbours import Meanings, Near, Place, vector_of
from lantern.editing.new_words import NewWords
from lantern.editing.shift import Shift
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question, Turn, Wanted
from lantern.evaluation.score import Outcome, judge
from lantern.paths import ENCODER

# A danger that is missed cannot be outweighed by anything.
SAFETY = "danger"
# So many questions may get worse before an editor has to say that it is meant.
MOST_LOST = 1


@dataclass(frozen=True)
class RealShift:
    """Real questions whose reply is another now: how, in how many conversations, and by which words."""

    before: tuple[str, ...]
    after: tuple[str, ...]
    conversations: int
    words: Place | None = None
    new_words: bool = False

    def __str__(self) -> str:
        drawn = f", drawn by {self.words.text!r} ({self.words.file}:{self.words.line})" if self.words else ""
        shift = f"{' + '.join(self.before)} → {' + '.join(self.after)}"
        return f"{shift} in {self.conversations} conversations{drawn}"


@dataclass(frozen=True)
class Real:
    """What changes for what people asked lately: of how many questions, how many shift, and how they do.

    ``hidden`` of them shift in ways that too few people have in common to be shown.
    """

    asked: int
    shifted: int
    shifts: tuple[RealShift, ...]
    hidden: int


@dataclass(frozen=True)
class Impact:
    """What a change does: questions gained, lost and otherwise changed, and conflicts of new words.

    ``claimed`` are new utterances that the serving bot answers with another topic than they now belong to;
    ``real`` is what changes for real questions, of which nobody has said what a good reply is; ``words``
    tells of the new utterances, topic by topic, which are answered already and which will be.
    """

    asked: int
    gained: tuple[Shift, ...]
    lost: tuple[Shift, ...]
    changed: tuple[Shift, ...]
    conflicts: tuple[Near, ...] = ()
    claimed: tuple[Shift, ...] = ()
    real: Real = Real(0, 0, (), 0)
    words: tuple[NewWords, ...] = ()

    @property
    def lost_safety(self) -> tuple[Shift, ...]:
        """The dangers that are not recognised any more."""
        return tuple(shift for shift in self.lost if shift.safety)

    def holds(self, allowed: int = MOST_LOST) -> bool:
        """Say whether the change may go live: no danger lost, and at most so many other questions."""
        return not self.lost_safety and len(self.lost) <= allowed

    def verdict(self, allowed: int = MOST_LOST) -> str:
        """Return the verdict in a sentence."""
        counts = (
            f"{len(self.gained)} gained, {len(self.lost)} lost, {len(self.changed)} otherwise changed "
            f"of {self.asked} questions."
        )
        if self.lost_safety:
            return f"Do not publish: {len(self.lost_safety)} danger(s) would be missed. {counts}"
        if not self.holds(allowed):
            return f"Stop and look: more questions get worse than the {allowed} allowed. {counts}"
        return f"It may go live. {counts}"


def compare(
    questions: Sequence[Question],
    before: Sequence[Sequence[Reply]],
    after: Sequence[Sequence[Reply]],
    meanings: Meanings | None = None,
    added: Mapping[str, Sequence[str]] | None = None,
) -> Impact:
    """Return the impact.

    Args:
        questions: The questions, with what is expected.
        before: The replies of the serving model, by question and turn.
        after: The same of the new one.
        meanings: The utterances of the new content, to say which words drew a question away.
        added: The new utterances by intent.
    """
    gained, lost, changed = [], [], []
    asked = 0
    for question, old_replies, new_replies in zip(questions, before, after):
        for place, (old_reply, new_reply) in enumerate(zip(old_replies, new_replies)):
            asked += 1
            old, new = judge(question, place, old_reply), judge(question, place, new_reply)
            if _same(old, new):
                continue
            if old.right and not old.wrong and not (new.right and not new.wrong):
                lost.append(_shift(old, new, meanings, added or {}))
            elif new.right and not new.wrong and not (old.right and not old.wrong):
                gained.append(_shift(old, new, None, {}))
            else:
                changed.append(_shift(old, new, meanings, added or {}))
    conflicts = meanings.conflicts(set(added)) if meanings and added else []
    new_texts = {(intent, text) for intent, texts in (added or {}).items() for text in texts}
    of_new = [near for near in conflicts if (near.utterance.intent, near.utterance.text) in new_texts]
    return Impact(asked, tuple(gained), tuple(lost), tuple(changed), tuple(of_new))


def added_utterances(old: Library | None, new: Library) -> dict[str, list[str]]:
    """Return the utterances that an intent has now and had not before; without an old content, none."""
    if old is None:
        return {}
    found = {}
    for intent, entry in new.entries.items():
        known = {u.text for u in old.entries[intent].utterances} if intent in old.entries else set()
        texts = [u.text for u in entry.utterances if u.text not in known]
        if texts:
            found[intent] = texts
    return found


def questions_of(added: Mapping[str, Sequence[str]]) -> list[Question]:
    """Return the new utterances of topics as questions that expect their topic."""
    return [
        Question(f"data/{intent}.yml", 1, (Turn(text, (Wanted(topics=(intent.partition("/")[2],)),)),))
        for intent, texts in added.items()
        if intent.startswith("faq/")
        for text in texts
    ]


def claims(questions: Sequence[Question], before: Sequence[Sequence[Reply]]) -> tuple[Shift, ...]:
    """Return the new utterances that the serving bot answers with another topic."""
    found = []
    for question, [reply] in zip(questions, before):
        [wanted] = question.turns[0].wanted
        topics = tuple(answer["topic"] for answer in reply.answers if answer["kind"] == "answer")
        if topics and not set(topics) & set(wanted.topics):
            found.append(Shift(question.turns[0].text, wanted.topics, topics, wanted.topics, False))
    return tuple(found)


def _same(old: Outcome, new: Outcome) -> bool:
    return old.got == new.got and old.right == new.right and old.wrong == new.wrong


def _shift(
    old: Outcome, new: Outcome, meanings: Meanings | None, added: Mapping[str, Sequence[str]]
) -> Shift:
    words, is_new = drawn_by(old, new, meanings, added) if meanings else (None, False)
    wanted = tuple(item.name for item in old.turn.wanted)
    safety = any(SAFETY in item.kinds for item in old.turn.wanted)
    return Shift(old.turn.text, wanted, old.got, new.got, safety, words, is_new)


def drawn_by(
    old: Outcome, new: Outcome, meanings: Meanings, added: Mapping[str, Sequence[str]]
) -> tuple[Place | None, bool]:
    """Return the utterance of the intent that gained the question which is nearest to it."""
    gained = [name for name in new.got if name not in old.got] or list(new.got)
    intents = [f"{family}/{name}" for name in gained for family in ("faq", "area", "talk", "danger")]
    intents = [intent for intent in intents if intent in meanings.intents]
    if not intents:
        return None, False
    vector = vector_of(new.turn.text, ENCODER)
    near = [hit for intent in intents for hit in meanings.nearest(vector, 3, intent)]
    fresh = [hit for hit in near if hit[1].text in added.get(hit[1].intent, ())]
    _, place = max(fresh or near, key=lambda hit: hit[0])
    return place, bool(fresh)
