"""Understanding, measured in one run on the same data: Rasa's starter pipeline (DIET), and ours.

python -m benchmarks.understanding [FILE …] [--without-stock] [--epochs=100]

Each system learns from data/ and is asked the single questions of the files (tests/questions by default).
The starter answers with its best intent where it is as sure as its FallbackClassifier asks for, and offers
its three best topics otherwise. Times are those of understanding alone, one message at a time.
"""

from __future__ import annotations

import asyncio
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from lantern import paths
from lantern.content.bundle import build_bundle
from lantern.content.check import sound_library
from lantern.content.library import Library
from lantern.content.names import NameFinder
from lantern.encoder.runtime import Encoder
from lantern.evaluation.bot import Reply
from lantern.evaluation.questions import Question, read_questions
from lantern.evaluation.score import judge, report
from lantern.nlu.context import Context
from lantern.nlu.decision import Thresholds
from lantern.nlu.delexicalizer import delexicalize
from lantern.nlu.few_shot_head import FewShotHead, Look
from lantern.nlu.lexicon_tagger import named_in
from lantern.nlu.message_parser import MessageParser
from lantern.nlu.message_plan import MessagePlanner
from lantern.nlu.message_reader import subjects_of, uncovered_names
from lantern.nlu.reply_planner import ReplyPlanner

# Rasa 3.6, "rasa init": cli/initial_project/config.yml, with the sizes it leaves to the components.
STARTER: dict[str, Any] = {
    "recipe": "default.v1",
    "language": "en",
    "pipeline": [
        {"name": "WhitespaceTokenizer"},
        {"name": "RegexFeaturizer"},
        {"name": "LexicalSyntacticFeaturizer"},
        {"name": "CountVectorsFeaturizer"},
        {"name": "CountVectorsFeaturizer", "analyzer": "char_wb", "min_ngram": 1, "max_ngram": 4},
        {"name": "DIETClassifier", "epochs": 100},
        {"name": "EntitySynonymMapper"},
        {"name": "FallbackClassifier", "threshold": 0.3, "ambiguity_threshold": 0.1},
    ],
}
Answer = Callable[[str], Reply]


def examples(library: Library) -> list[tuple[str, str]]:
    """Return all utterances and their intents."""
    return [(item.text, entry.intent) for entry in library.entries.values() for item in entry.utterances]


def part_of(library: Library, intent: str) -> dict[str, Any]:
    """Return what the evaluation looks at in an answer."""
    entry = library.entries[intent]
    place = {"topic": entry.name, "area": None} if entry.family == "faq" else {"area": entry.name}
    return {"kind": entry.metadata.kind.value, "topic": None, "area": None, "choices": [], **place}


def offer(intents: list[str]) -> dict[str, Any]:
    """Return an answer that offers topics."""
    topics = [intent.split("/")[1] for intent in intents if intent.startswith("faq/")][:3]
    return {"kind": "clarify", "topic": None, "area": None, "choices": [{"topic": topic} for topic in topics]}


def stock(library: Library, folder: Path, epochs: int) -> Answer:
    """Train the starter pipeline and return how it answers."""
    from rasa.core.agent import load_agent
    from rasa.model_training import train_nlu

    by_intent: dict[str, list[str]] = {}
    for text, intent in examples(library):
        by_intent.setdefault(intent.replace("/", "__"), []).append(text)
    nlu = [
        {"intent": intent, "examples": "".join(f"- {text}\n" for text in texts)}
        for intent, texts in by_intent.items()
    ]
    STARTER["pipeline"][5]["epochs"] = epochs
    yaml = YAML(typ="safe")
    for name, value in (("config.yml", STARTER), ("nlu.yml", {"version": "3.1", "nlu": nlu})):
        with (folder / name).open("w", encoding="utf-8") as stream:
            yaml.dump(value, stream)
    model = train_nlu(str(folder / "config.yml"), str(folder / "nlu.yml"), str(folder))
    agent = asyncio.run(load_agent(model_path=model))

    def answer(text: str) -> Reply:
        parsed = asyncio.run(agent.parse_message(text))
        ranking = [item for item in parsed["intent_ranking"] if item["name"] != "nlu_fallback"]
        intents = [item["name"].replace("__", "/") for item in ranking]
        best = parsed["intent"]["name"]
        shown = offer(intents) if best == "nlu_fallback" else part_of(library, best.replace("__", "/"))
        return Reply((shown,), float(ranking[0]["confidence"]))

    return answer


def ours(library: Library, precision: str, without_names: bool) -> Answer:
    """Train our matcher and return how it answers; ``without_names`` is the second view."""
    bundle, finder = build_bundle(library), NameFinder(library.lexicon)
    encoder = Encoder(paths.ENCODER, precision, 2)
    one = Encoder(paths.ENCODER, precision, 1)

    def plain(text: str) -> str:
        return delexicalize(text, named_in(text, finder)) if without_names else text

    pairs = [(text, plain(text), intent) for text, intent in examples(library)]
    different = list(dict.fromkeys(text for pair in pairs for text in pair[:2]))
    vectors = dict(zip(different, encoder.encode(different)))
    typed = [Look(text, vectors[text]) for text, _, _ in pairs]
    stripped = [Look(text, vectors[text]) for _, text, _ in pairs]
    head = FewShotHead.train(typed, stripped, [intent for _, _, intent in pairs])
    parser = MessageParser(library.cues, subjects_of(library), uncovered_names(library))
    planner = MessagePlanner(bundle, library.cues, Thresholds(**ReplyPlanner.get_default_config()))

    def answer(text: str) -> Reply:
        read = parser.parse(text, named_in(text, finder), Context())
        texts = {text: (plain_text if without_names else text) for text, plain_text in read.texts().items()}
        wanted = list(dict.fromkeys([*texts, *texts.values()]))
        known = dict(zip(wanted, one.encode(wanted)))
        ranked = head.rank_all(
            [Look(a, known[a]) for a in texts], [Look(b, known[b]) for b in texts.values()]
        )
        plan = planner.plan(read, dict(zip(texts, ranked)), Context())
        return Reply(tuple(shown(library, part) for part in plan.parts), plan.confidence)

    return answer


def shown(library: Library, part: dict[str, Any]) -> dict[str, Any]:
    """Return a part of a plan as the evaluation looks at it."""
    if part["kind"] == "entry":
        return part_of(library, part["intent"])
    kind = "clarify" if part["kind"] == "clarify" else "out_of_scope"
    return {"kind": kind, "topic": None, "area": None, "choices": part["choices"]}


def measure(name: str, make: Callable[[], Answer], ask: Callable[[], list[Question]]) -> None:
    """Train, ask, and print one line of the table; the questions are read after training."""
    started = time.perf_counter()
    answer = make()
    trained = time.perf_counter() - started
    answer("what is palliative care")
    outcomes, times = [], []
    for question in ask():
        started = time.perf_counter()
        reply = answer(question.turns[0].text)
        times.append(1000 * (time.perf_counter() - started))
        outcomes.append(judge(question, 0, reply))
    groups = report(outcomes)["groups"]
    cells = [name]
    for group, keys in COLUMNS.items():
        figures = groups.get(group, {})
        cells += [f"{100 * figures[key]:.1f}" if figures.get(key) is not None else "–" for key in keys]
    cells += [f"{trained:.0f}", f"{statistics.median(times):.1f}"]
    print("| " + " | ".join(cells) + " |", flush=True)


COLUMNS = {
    "covered": ("right", "right_or_offered", "answered_wrongly"),
    "not covered": ("right", "answered_wrongly"),
    "far off": ("answered_wrongly",),
    "several": ("right",),
}
HEAD = (
    "system",
    "covered: right, %",
    "right or offered",
    "another topic stated",
    "not covered: recognised",
    "answered",
    "far off: answered",
    "several things: all",
    "train, s",
    "parse p50, ms",
)


def single_questions(library: Library, files: list[Path]) -> list[Question]:
    """Return the questions that are no dialogues; what cannot be read is named on stderr."""
    topics = {entry.name for entry in library.family("faq")}
    areas = {entry.name for entry in library.family("area")}
    questions, problems = read_questions(files, topics, areas)
    for problem in problems:
        print(problem, file=sys.stderr)
    return [question for question in questions if len(question.turns) == 1]


def main() -> None:
    """Print the table."""
    library = sound_library(paths.DATA)
    given = [Path(item) for item in sys.argv[1:] if not item.startswith("--")]

    epochs = next((int(item[9:]) for item in sys.argv if item.startswith("--epochs=")), 100)

    def ask() -> list[Question]:
        files = given or sorted((paths.ROOT / "tests" / "questions").glob("*.jsonl"))
        return single_questions(library, files)

    print(f"{len(examples(library))} utterances\n")
    print("| " + " | ".join(HEAD) + " |\n" + "|---" * len(HEAD) + "|", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if "--without-stock" not in sys.argv:
            measure(
                f"Rasa's starter (DIET, {epochs} epochs)", lambda: stock(library, Path(folder), epochs), ask
            )
        measure("ours, text as typed only", lambda: ours(library, "fp32", False), ask)
        measure("ours, int8", lambda: ours(library, "int8", True), ask)
        measure("ours, fp32", lambda: ours(library, "fp32", True), ask)


if __name__ == "__main__":
    main()
