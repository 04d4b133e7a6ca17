"""What a conversation does to the votes for the topics."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from lantern.nlu.few_shot_head import Guess

# Nobody asks again at once for what was just said; what its editors suggest next is asked more often.
AGAIN_SHARE, NEXT_SHARE = 0.15, 3.0
# What was typed has to be so near (cosine) to what is asked of a topic for a name from before to lead to it.
ALIKE = 0.45
# What the text as typed counts where it is read with what was spoken of before.
TYPED_SHARE = 0.25


def as_typed(guesses: Sequence[Guess], typed: Sequence[Guess]) -> list[Guess]:
    """Return the guesses, less sure where what was typed is unlike anything asked of that topic.

    "Anything in it", said of liver mets, would otherwise ask for their treatment, as their name does.
    """
    alike = {guess.intent: guess.similarity for guess in typed}
    found = [
        replace(guess, confidence=guess.confidence * min(1.0, alike.get(guess.intent, 1.0) / ALIKE) ** 2)
        for guess in guesses
    ]
    return sorted(found, key=lambda guess: -guess.confidence)


def as_follow_up(guesses: Sequence[Guess], last: str, following: Collection[str]) -> list[Guess]:
    """Return the guesses for what is asked right after ``last``, whose editors suggest ``following``."""
    shares = {last: AGAIN_SHARE, **dict.fromkeys(following, NEXT_SHARE)}
    votes = {guess.intent: shares.get(guess.intent, 1.0) * guess.vote for guess in guesses}
    # The votes still add up to what they did, so that confidence means the same.
    whole = sum(guess.vote for guess in guesses) / (sum(votes.values()) or 1.0)
    found = [scaled(guess, whole * votes[guess.intent]) for guess in guesses]
    return sorted(found, key=lambda guess: -guess.confidence)


def scaled(guess: Guess, vote: float) -> Guess:
    """Return a guess with another vote."""
    return Guess(guess.intent, vote, vote * max(guess.similarity, 0.0), guess.similarity)


def mixed(completed: Sequence[Guess], typed: Sequence[Guess]) -> Sequence[Guess]:
    """Return the guesses with the votes for both texts: what is asked, and of what."""
    if not typed:
        return completed
    votes = {guess.intent: guess.vote for guess in typed}
    return [
        replace(guess, vote=(1 - TYPED_SHARE) * guess.vote + TYPED_SHARE * votes.get(guess.intent, 0.0))
        for guess in completed
    ]
