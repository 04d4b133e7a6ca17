import { afterEach, expect, test, vi } from "vitest";
import strings from "./strings.json";
import { ENGLISH, fill, LANGUAGES, wordsOf } from "./strings";

const braces = (sentence: string): string[] => (sentence.match(/\{\w+\}/g) ?? []).sort();

afterEach(() => vi.restoreAllMocks());

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

test("where a language cannot be fetched, it is English, and the console says so", async () => {
  vi.stubGlobal("fetch", () => Promise.reject(new Error("offline")));
  const told = vi.spyOn(console, "error").mockImplementation(() => {});
  expect(await wordsOf("es", "https://b.example")).toEqual(ENGLISH);
  expect(told.mock.calls[0]![0]).toContain("data-language");
});
