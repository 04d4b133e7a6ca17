import { expect, test } from "vitest";
import { cut } from "./glossary";

const term = (written: string[], name = written[0]!) => ({ term: name, written, explanation: "…", topic: null });
const texts = (text: string, ...terms: ReturnType<typeof term>[]): string[] =>
  cut(text, terms).map((piece) => (piece.term ? `[${piece.text}]` : piece.text));

test.each([
  ["a word is found where it stands alone", "A biopsy, not biopsying.", ["A ", "[biopsy]", ", not biopsying."]],
  ["whatever its case", "Biopsy first", ["[Biopsy]", " first"]],
  ["the first time only", "biopsy and biopsy", ["[biopsy]", " and biopsy"]],
  ["not inside of another word", "autobiopsy", ["autobiopsy"]],
])("%s", (_, text, expected) => expect(texts(text, term(["biopsy"]))).toEqual(expected));

test("the longest way of writing wins", () => {
  const pieces = texts("whole brain radiation", term(["radiation"]), term(["whole brain radiation"]));
  expect(pieces).toEqual(["[whole brain radiation]"]);
});

test("signs of regular expressions are letters like any other", () => {
  const written = ["CDK 4/6", "first-line", "ER+", "BRCA 1/2", "a.b", "(x)", "[y]", "c\\d"];
  for (const each of written) expect(texts(each, ...written.map((one) => term([one])))).toEqual([`[${each}]`]);
});

test("without terms the text stays whole", () => expect(cut("a b", [])).toEqual([{ text: "a b", term: null }]));
