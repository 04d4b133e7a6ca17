"""What the masking of personal data costs: ``python -m benchmarks.masking [LIST]``.

How many harmless messages lose a word to it (all utterances of data/ and the questions of tests/questions,
which plant nothing; a file may be named to list them in), and how long it takes: an ordinary message, and the
longest request made to be slow.
"""

from __future__ import annotations

import itertools
import json
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from lantern.content.library import Library, load_library
from lantern.paths import DATA
from lantern.privacy.masking import Masker
from lantern.privacy.setup import masker_of

QUESTIONS = Path("tests/questions")
LONGEST = 28_000
ORDINARY = (
    "hello, my name is Ana Ruiz and my sister Bronwen has had stage IV breast cancer since 3/14/2019, she "
    "takes 125 mg of Ibrance for 21 days. Dr. Okonkwo said 555-0147 is the number to call. What else?"
)
UNITS = (
    *(
        "5",
        "5 ",
        "5-",
        "55.",
        "5/",
        "+5",
        "a",
        "A",
        "a ",
        "A ",
        "Ab ",
        "Ab, ",
        "a1",
        "a1-",
        " ",
        "\t",
        "\n",
        '"',
        "'",
        "’",
    ),
    *(
        "a.",
        "a@",
        "a at ",
        "a @ ",
        "at dot ",
        "(at)",
        "www.",
        "/",
        ",",
        "(",
        "é",
        "Dr ",
        "Dr. A. ",
        "my wife ",
        "my name is ",
    ),
    *(
        "five ",
        "double ",
        "cinco ",
        "calle ",
        "calle de ",
        "1 a ",
        "12 rue ",
        "plot ",
        "straße ",
        "Block 5 ",
        "is my ",
        ", my ",
    ),
    *(
        "mrn ",
        "mrn is ",
        "id number ",
        "A-",
        "1.1,",
        "12.5, ",
        "5\u2010",
        "\uff15",
        "DE89 ",
        "u/",
        "may ",
        "1 may ",
        "XII",
        "x1",
    ),
    *(
        "name ",
        "name: ",
        "and ",
        "A, ",
        "A & ",
        "Mr & ",
        "love, ",
        "love,\n",
        "-- ",
        "Via ",
        "San ",
        "de la ",
        "\n-A",
        "5 bis ",
        "(5",
    ),
)


def texts() -> Iterator[str]:
    """Yield each message that plants nothing."""
    library = load_library(DATA)
    for entry in library.entries.values():
        for utterance in entry.utterances:
            yield utterance.text
    for file in (DATA / "asked_next").glob("*.yml"):
        yield from asked_next(file)
    for file in sorted(QUESTIONS.glob("*.jsonl")):
        for line in file.read_text(encoding="utf-8").splitlines():
            question = json.loads(line)
            yield from (
                [question["text"]] if "text" in question else [turn["user"] for turn in question["turns"]]
            )


def asked_next(file: Path) -> Iterator[str]:
    """Yield the messages of a file of data/asked_next."""
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.lstrip().startswith("- "):
            yield line.lstrip()[2:].strip("\"'")


def milliseconds(masker: Masker, text: str, times: int = 1) -> float:
    """Return the CPU time of masking a text."""
    began = time.process_time()
    for _ in range(times):
        masker.mask(text)
    return (time.process_time() - began) * 1000 / times


def main() -> None:
    """Print the figures."""
    library: Library = load_library(DATA)
    masker = masker_of(library)
    messages = sorted(set(texts()))
    changed = [(text, masker.mask(text).text) for text in messages]
    changed = [(text, masked) for text, masked in changed if text != masked]
    print(f"{len(changed)} of {len(messages)} harmless messages lose a word")
    if len(sys.argv) > 1:
        lines = [f"{text}\n    {masked}\n" for text, masked in changed]
        Path(sys.argv[1]).write_text("".join(lines), encoding="utf-8")
    print(f"an ordinary message of {len(ORDINARY)} characters: {milliseconds(masker, ORDINARY, 100):.2f} ms")
    pairs = [first + second for first, second in itertools.product(UNITS[:12], UNITS[:12])]
    hostile = {
        unit: milliseconds(masker, (unit * LONGEST)[:LONGEST]) for unit in dict.fromkeys((*UNITS, *pairs))
    }
    for unit, spent in sorted(hostile.items(), key=lambda item: -item[1])[:12]:
        print(f"{LONGEST} characters of {unit!r}: {spent:.0f} ms")


if __name__ == "__main__":
    main()
