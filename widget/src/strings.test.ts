import { expect, test } from "vitest";
import strings from "./strings.json";
import { ENGLISH, fill, LANGUAGES } from "./strings";

const braces = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

test("every language has every sentence, with the same words in braces", () => {
  expect(Object.keys(strings)).toEqual([...LANGUAGES]);
  for (const words of Object.values(strings)) {
    expect(Object.keys(words)).toEqual(Object.keys(ENGLISH));
    for (const [name, sentence] of Object.entries(words)) {
      expect(braces(sentence), name).toEqual(braces(ENGLISH[name as keyof typeof ENGLISH]));
    }
  }
});

test("braces are filled in once, and a value is not read again", () => {
  expect(fill("{a} and {b} and {a}", { a: "{b}", b: 1 })).toBe("{b} and 1 and {b}");
  expect(fill("{unknown}", {})).toBe("{unknown}");
});
