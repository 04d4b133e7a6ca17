import { expect, test } from "vitest";
import { KeptQuestions } from "./kept_questions";
import { Memory } from "./memory";

function kept(stored: string | null = null): [KeptQuestions, Memory, () => number] {
  const memory = new Memory("https://b.example", () => {
    throw new Error("no storage");
  });
  memory.write("questions", stored);
  let changes = 0;
  return [new KeptQuestions(memory, () => (changes += 1)), memory, () => changes];
}

test("a question is kept once, tidied, in order, and every change is told", () => {
  const [questions, , changes] = kept();
  for (const each of ["  one\n two ", "three", "one two", " "]) questions.add(each);
  expect(questions.all).toEqual(["one two", "three"]);
  questions.toggle("three");
  expect(questions.all).toEqual(["one two"]);
  expect(changes()).toBe(3);
});

test("nothing is left in the browser when the last one goes", () => {
  const [questions, memory] = kept();
  questions.add("one");
  questions.remove("one");
  expect(memory.read("questions")).toBeNull();
});

test.each(["no json", "{}", "[1, null]", "7"])("%s in the store is as if there were none", (stored) => {
  expect(kept(stored)[0].all).toEqual([]);
});
