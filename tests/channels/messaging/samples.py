"""Answers of every kind, made up for tests; nothing in them is medical content."""

from __future__ import annotations

from lantern.answers import Answer, Choice, Kind, Link, SourceLine, Urgency

DISCLAIMER = "This is general information. It is not medical advice. Ask your care team what applies to you."
SOURCES = (
    SourceLine(title="A guide", publisher="A charity", as_of="June 2017", url=None),
    SourceLine(
        title="Another guide (2nd edition)",
        publisher="B & C",
        as_of="undated",
        url="https://guides.example.org/a_guide_(2)?part=1&page=2",
    ),
)
LINKS = (
    Link(title="Helpline", purpose="people who listen", url=None, phone="1-800-555-0100"),
    Link(
        title="Navigator", purpose="finds help near you", url="https://www.example.org/find_help", phone=None
    ),
    Link(title="Both", purpose="either way", url="https://both.example.org/", phone="+44 20 7946 0000"),
)
TITLES = (
    "What is one thing?",
    "How are bone mets treated?",
    "Which treatments are there for the other thing?",
)
CHOICES = tuple(Choice(title=title, topic=f"topic_{number}") for number, title in enumerate(TITLES, 1))
SENTENCE = "This is sentence number {number}, and it says nothing that anybody has to know."
# About 10,000 characters, in paragraphs, with an address now and then.
LONG = "\n\n".join(
    " ".join(SENTENCE.format(number=number) for number in range(start, start + 8))
    + (f" See https://long.example.org/page_{start}?a=1&b=2 for it." if start % 3 == 0 else "")
    for start in range(0, 120, 8)
)
# Everything that some platform takes for mark-up, a mention or a command.
NASTY = (
    "*stars* **more** _lines_ __more__ ~wave~ `code` ```block``` [label](https://evil.example) ![x](y)\n"
    "# heading\n> quote\n- item\n+ item\n1. first\n2) second\n    indented\n---\n| a | b |\n"
    "<b>bold</b> <script>x</script> &amp; &lt; a < b > c & d \\ backslash\n"
    "@all @here @channel @everyone <!here> <@U123> <users/all> <at>x</at> #general :smile: "
    "/restart {braces} %s"
)

WHOLE = Answer(
    kind=Kind.ANSWER,
    topic="one_thing",
    language="en",
    title="What is one thing?",
    short="One thing is this. It is not that.",
    more="There is more to say.\n\nAnd more still, in another paragraph.",
    sources=SOURCES,
    links=LINKS,
    questions=("What does it mean for me?", "Who can help me with it?"),
    choices=CHOICES,
    disclaimer=DISCLAIMER,
    answer_id="one_thing@0123456789ab",
)
CLARIFY = Answer(
    kind=Kind.CLARIFY,
    language="en",
    title="Did you mean one of these?",
    short="I am not sure what you mean. Did you mean one of these?",
    choices=(*CHOICES, Choice(title="None of these", topic=None)),
)
NOT_COVERED = Answer(
    kind=Kind.NOT_COVERED,
    area="cost",
    language="en",
    title="Cost",
    short="My sources say nothing about that.",
    links=LINKS[:1],
    disclaimer=DISCLAIMER,
)
DANGER = Answer(
    kind=Kind.DANGER,
    area="emergency",
    language="en",
    title="This may be an emergency",
    short="Call 911 now, or have somebody call. Do not wait for an answer here.",
    links=LINKS[:1],
    urgency=Urgency.NOW,
)
DANGER_SPANISH = Answer(
    kind=Kind.DANGER,
    area="emergency",
    language="es",
    title="Puede ser una emergencia",
    short="¡Llama al 911 ahora mismo! ¿Estás con alguien? Pídele que llame.",
    links=LINKS[:1],
    urgency=Urgency.NOW,
)
DANGER_AND_MORE = DANGER.copy(update={"choices": CHOICES[:2]})
LONG_ANSWER = WHOLE.copy(update={"more": LONG})
NASTY_ANSWER = WHOLE.copy(update={"title": NASTY.split("\n")[0], "short": NASTY, "questions": (NASTY,)})
MANY = CLARIFY.copy(
    update={"choices": tuple(Choice(title=f"Question number {n}?", topic=f"t{n}") for n in range(1, 15))}
)

SAMPLES: dict[str, tuple[Answer, ...]] = {
    "answer": (WHOLE,),
    "clarify": (CLARIFY,),
    "not covered": (NOT_COVERED,),
    "danger": (DANGER,),
    "danger in Spanish": (DANGER_SPANISH,),
    "danger and a question": (DANGER_AND_MORE,),
    "two answers": (WHOLE, NOT_COVERED),
    "ten thousand characters": (LONG_ANSWER,),
    "mark-up of all kinds": (NASTY_ANSWER,),
    "many choices": (MANY,),
}
