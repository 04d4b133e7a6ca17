"""500 personal data in 250 messages: made up, none of anybody."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path

FIRST, LAST, STREETS, MONTHS = (
    (Path(__file__).parent / "names.txt").read_text(encoding="utf-8").split("\n\n")[part].split()
    for part in range(4)
)
QUESTIONS = [
    "what is palliative care?", "how are bone mets treated?", "what is Ibrance?",
    "Can you explain targeted treatment?",
    "what happens when a treatment stops working?", "How do hormonal treatments work?",
]  # fmt: skip


@dataclass(frozen=True)
class Planted:
    """A message, the structured data in it, and the names with a cue in it."""

    text: str
    structured: tuple[str, ...]
    names: tuple[str, ...]


def planted(seed: int = 4) -> list[Planted]:
    """Return the messages; each holds a name with a cue and one structured datum."""
    dice = random.Random(seed)
    found = []
    for number in range(250):
        last = LAST[number % len(LAST)] + (
            "" if number < len(LAST) else dice.choice(["son", "ez", "ova", "ski"])
        )
        first = FIRST[(number * 7) % len(FIRST)]
        name, cue = dice.choice(_cues(first, last))
        datum, clause = _structured(dice)[number % 6]
        text = f"{cue} {clause} {dice.choice(QUESTIONS)}"
        found.append(Planted(text, (datum,), (name,)))
    return found


def _cues(first: str, last: str) -> list[tuple[str, str]]:
    return [
        (last, f"My name is {first} {last}."),
        (last, f"Hello, I am {first} {last}."),
        (last, f"Dr. {last} sent me here."),
        (first, f"My wife {first} has it in her liver."),
        (last, f"I'm {first} {last} from the clinic."),
        (first, f"my sister {first} was told about this."),
        (last, f"Mrs {last} told me to ask."),
    ]


def _structured(dice: random.Random) -> list[tuple[str, str]]:
    def digits(count: int) -> str:
        return "".join(dice.choice("0123456789") for _ in range(count))

    phone = f"{dice.randint(201, 989)}-{dice.randint(201, 989)}-{digits(4)}"
    mail = f"{dice.choice(FIRST).lower()}.{digits(4)}@mail{digits(2)}.example.org"
    street = f"{dice.randint(11, 9899)} {dice.choice(STREETS)} Street"
    day = f"{dice.choice(MONTHS)} {dice.randint(1, 28)}, {dice.randint(1941, 1999)}"
    record, member = digits(8), f"XGF-{digits(3)}-{digits(4)}"
    return [
        (phone, f"You can call me at {phone}."),
        (mail, f"Write to {mail} please."),
        (street, f"I live at {street}."),
        (day, f"I was born on {day}."),
        (record, f"My MRN is {record}."),
        (member, f"My member id is {member}."),
    ]
