"""The rules of the content: the real content keeps them, and breaking any one is told with file and cure."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from lantern import paths
from lantern.content.check import check_content, sound_library
from lantern.errors import ContentError

TOPIC = "faq/bone_mets_treatment.yml"


def replace(pattern: str, new: str) -> Callable[[str], str]:
    """Return an edit that must change something."""

    def edit(text: str) -> str:
        changed, count = re.subn(pattern, lambda _: new, text, count=1, flags=re.M | re.S)
        assert count, f"{pattern!r} is not in the file"
        return changed

    return edit


def test_the_real_content_is_in_order() -> None:
    assert check_content(paths.DATA) == []


BREAKS: list[tuple[str, str, Callable[[str], str], str]] = [
    ("no answer", TOPIC, replace(r"^responses:.*", "responses: {}\n"), "has no answer"),
    ("misspelt key", TOPIC, replace(r"citations:", "citatoins:"), "Did you mean 'citations'?"),
    ("misspelt top key", TOPIC, replace(r"^responses:", "responces:"), "Did you mean 'responses'?"),
    ("unknown citation", TOPIC, replace(r"citations: \[", "citations: [ysc-bone-99, "), "'ysc-bone-99' is unknown"),
    ("unknown resource", TOPIC, replace(r"resources: \[", "resources: [nowhere, "), "'nowhere' is unknown"),
    ("unknown follow-up", TOPIC, replace(r"follow_ups: \[[^\]]*\]", "follow_ups: [bone_met_about]"), "Did you mean 'bone_mets_about'?"),
    ("unknown facet", TOPIC, replace(r"facets: \{", "facets: {organ: bone, "), "is not a facet"),
    ("unknown site", TOPIC, replace(r"site: \[bone\]", "site: [elbow]"), "not a name of data/lexicon.yml"),
    ("own follow-up", TOPIC, replace(r"follow_ups: \[[^\]]*\]", "follow_ups: [bone_mets_treatment]"), "its own follow-up"),
    ("another intent", TOPIC, replace(r"intent: faq/bone_mets_treatment", "intent: faq/bones"), "has to be 'faq/bone_mets_treatment'"),
    ("response called otherwise", TOPIC, replace(r"utter_faq/bone_mets_treatment:", "utter_faq/bones:"), "Call it 'utter_faq/bone_mets_treatment'"),
    ("empty file", TOPIC, lambda _: "", "The file is empty"),
    ("empty answer", TOPIC, replace(r"- text: >-\n[^:]*\n      metadata", "- text: ''\n      metadata"), "text' is empty"),
    ("not YAML", TOPIC, lambda text: text + "\n  - : [", "not valid YAML"),
    ("a line without a dash", TOPIC, replace(r"^      - ", "      "), "is no utterance"),
    ("too few utterances", TOPIC, replace(r"examples: \|.*?^responses:", "examples: |\n      - bone mets\nresponses:"), "too few"),
    ("same utterance twice", TOPIC, replace(r"examples: \|\n", "examples: |\n      - same words here\n      - Same words, here!\n"), "stands here twice"),
    ("utterance of another topic", TOPIC, replace(r"examples: \|\n", "examples: |\n      - why do they want to biopsy my mets!\n"), "is also an utterance of faq/biopsy_of_metastases"),
    ("brackets", TOPIC, replace(r"examples: \|\n", "examples: |\n      - what about [bone](site) mets\n"), "brackets"),
    ("a command", TOPIC, replace(r"examples: \|\n", "examples: |\n      - /restart\n"), "may not begin with '/'"),
    ("answer too long", TOPIC, replace(r"- text: >-\n", "- text: >-\n        " + "So it is. " * 61 + "\n"), "words."),
    ("answer too hard", TOPIC, replace(r"- text: >-\n", "- text: >-\n        Multidisciplinary considerations necessitate individualized, comprehensive interdisciplinary deliberation notwithstanding institutional heterogeneity.\n"), "US grade"),
    ("term not explained", TOPIC, replace(r"- text: >-\n", "- text: >-\n        It can lead to neuropathy.\n"), "used and not explained"),
    ("a figure of its own", TOPIC, replace(r"- text: >-\n", "- text: >-\n        It helps 73 people.\n"), "figure 73"),
    ("a drug of its own", TOPIC, replace(r"- text: >-\n", "- text: >-\n        Some get Zometa.\n"), "'zoledronic acid'"),
    ("a procedure of its own", TOPIC, replace(r"- text: >-\n", "- text: >-\n        Some have cryosurgery, to remove it.\n"), "'cryosurgery'"),
    ("no review", TOPIC, replace(r"^\s+review:.*", "\n"), "'responses.utter_faq/bone_mets_treatment.metadata.review' is missing"),
    ("a bare date", TOPIC, replace(r'due: "([0-9-]+)"', "due: 2027-06-30"), "put the date in quotes"),
    ("reviewed by nobody", TOPIC, replace(r"status: unreviewed", "status: reviewed"), "needs 'by'"),
    ("a kind of another folder", TOPIC, replace(r"facets: \{", "kind: danger\n        facets: {"), "does not fit"),
    ("fact twice", "facts/ysc.yml", replace(r"id: ysc-bone-2", "id: ysc-bone-1"), "'ysc-bone-1' is defined twice"),
    ("fact nobody cites", "facts/ysc.yml", replace(r"\Z", "  - id: ysc-new-1\n    section: Bone Mets\n    text: Something new.\n"), "No answer cites the fact 'ysc-new-1'"),
    ("resource without address", "resources.yml", replace(r"    url: https://www.youngsurvival.org\n", ""), "needs a 'url' or a 'phone'"),
    ("unsafe address", "resources.yml", replace(r"https://www.youngsurvival.org", "javascript:alert(1)"), "is wrong"),
    ("misspelt number in a danger", "safety/emergency.yml", replace(r"\{emergency_number\}", "{emergency_no}"), "Nothing is known to fill in for {emergency_no}"),
    ("lone brace in a danger", "safety/self_harm.yml", replace(r"\{crisis_line\}", "{crisis_line"), "A brace stands alone"),
    ("unknown word in the wording", "wording.yml", replace(r"\{limit\}", "{limits}"), "notices.too_long: Nothing is known to fill in for {limits}"),
    ("early-stage wording", TOPIC, replace(r"- text: >-\n", "- text: >-\n        You can be cured.\n"), "says “cured”"),
    ("an end of treatment", TOPIC, replace(r"title: .*?$", "title: What comes after treatment ends?"), "'title' says “after treatment ends”"),
    ("a promise in the wording", "wording.yml", replace(r"clarify: ", "clarify: Hello, fighter. "), "'labels.clarify' says “fighter”"),
    ("the past as the present", TOPIC, replace(r"- text: >-\n", "- text: >-\n        It is currently given.\n"), "says “currently”"),
    ("time-bound and undated", "faq/palbociclib.yml", replace(r"As of June 2017, these", "These"), "does not say when that was"),
    ("a time nobody can read", "facts/cancercare.yml", replace(r"time_bound: 2017-06-14", "time_bound: lately"), "'time_bound' of a fact of cancercare is lately"),
    ("reviewed by no person", TOPIC, replace(r"status: unreviewed, by: null, on: null", 'status: reviewed, by: Lantern, on: "2026-01-01"'), "has to name a clinician"),
    ("unknown people to ask", "wording.yml", replace(r"people: \[", "people: [nobody, "), "review.people: 'nobody' is unknown"),
    ("unknown word in small talk", "talk/who_checked.yml", replace(r"\{review_state\}", "{review}"), "Nothing is known to fill in for {review}"),
    ("unknown word in a review state", "wording.yml", replace(r"\{reviewed\} of the \{all\}", "{some} of the {all}"), "review.state.some: Nothing is known to fill in for {some}"),
    ("missing wording", "wording.yml", replace(r"^  undated: undated\n", ""), "'labels.undated' is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "file", "edit", "expected"), BREAKS, ids=[row[0] for row in BREAKS])
def test_a_broken_rule_is_told(
    data: Path, name: str, file: str, edit: Callable[[str], str], expected: str
) -> None:
    path = data / file
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    problems = check_content(data)
    assert any(expected in str(problem) for problem in problems), "\n".join(map(str, problems))
    assert any(problem.file == f"data/{file}" and problem.cure for problem in problems)


def test_content_with_problems_is_not_used(data: Path) -> None:
    (data / TOPIC).write_text("", encoding="utf-8")
    with pytest.raises(ContentError, match=r"bone_mets_treatment\.yml"):
        sound_library(data)


def test_a_key_defined_twice_is_told_with_its_line(data: Path) -> None:
    path = data / TOPIC
    text = path.read_text(encoding="utf-8")
    again = text[text.index("  utter_faq/") :]
    path.write_text(text + again, encoding="utf-8")
    [problem] = [item for item in check_content(data) if item.file == f"data/{TOPIC}"]
    assert "'utter_faq/bone_mets_treatment' is defined twice" in problem.what
    assert problem.line == len(text.splitlines()) + 1


def test_the_line_of_an_utterance_is_told(data: Path) -> None:
    path = data / TOPIC
    lines = path.read_text(encoding="utf-8").splitlines()
    start = next(number for number, line in enumerate(lines) if "examples:" in line)
    lines.insert(start + 3, "      - why do they want to biopsy my mets")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    problems = check_content(data)
    assert [item.line for item in problems if item.file == f"data/{TOPIC}"] == [start + 4]


def test_a_copied_sentence_is_told(data: Path) -> None:
    # The sources' text is not ours to keep, so the test makes a source of its own.
    from lantern.content.checks.own_words import shingles

    copied = "The quick brown fox jumps over the lazy dog today"
    hashes = sorted(shingles(f"Yesterday, {copied.upper()}, and so on."))
    (data / "facts" / "ysc.shingles").write_text("\n".join(hashes), encoding="ascii")
    path = data / TOPIC
    edit = replace(r"- text: >-\n", f"- text: >-\n        {copied}.\n")
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    assert any("copies from ysc" in problem.what for problem in check_content(data))


def test_all_problems_are_listed_at_once(data: Path) -> None:
    for file in ("faq/palliative_care_what.yml", "areas/prognosis.yml", "talk/greeting.yml"):
        (data / file).write_text("", encoding="utf-8")
    (data / "faq" / "Stray Name.yml").write_text("version: '3.1'\n", encoding="utf-8")
    (data / "faq" / "note.txt").write_text("hello", encoding="utf-8")
    files = {problem.file for problem in check_content(data)}
    assert {
        "data/faq/palliative_care_what.yml",
        "data/areas/prognosis.yml",
        "data/talk/greeting.yml",
        "data/faq/Stray Name.yml",
        "data/faq/note.txt",
    } <= files


def test_a_file_that_cannot_be_read_is_the_only_one_that_is_told(data: Path) -> None:
    path = data / "faq" / "kadcyla_what.yml"
    edit = replace(r"^responses:", "responses: [")
    path.write_text(edit(path.read_text(encoding="utf-8")), encoding="utf-8")
    problems = check_content(data)
    assert [problem.file for problem in problems] == ["data/faq/kadcyla_what.yml"]
    assert "not valid YAML" in problems[0].what


def test_bytes_that_are_no_text_are_told(data: Path) -> None:
    (data / TOPIC).write_bytes(b"version: '3.1'\n\xff\xfe\n")
    assert any("UTF-8" in problem.cure and problem.line == 2 for problem in check_content(data))
