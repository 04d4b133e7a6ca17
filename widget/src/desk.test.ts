import { beforeEach, expect, test, vi } from "vitest";
import type { Options } from "./attributes";
import { Desk } from "./desk";
import { Memory } from "./memory";
import { ENGLISH } from "./strings";

let root: ShadowRoot;
let desk: Desk;

beforeEach(() => {
  root = document.createElement("div").attachShadow({ mode: "open" });
  const memory = new Memory("https://b.example", () => {
    throw new Error("no storage");
  });
  const options = { language: "en", memory: "tab", suggestions: [] as string[] } as unknown as Options;
  desk = new Desk(ENGLISH, options, "https://b.example", root, memory, () => {});
  desk.draw();
});

test("what is too long to be sent stays in the field, beside the words about what is urgent", () => {
  const asked = vi.spyOn(desk.conversation, "ask");
  const field = root.querySelector("textarea")!;
  field.value = "I cannot breathe. ".repeat(desk.settings.limits.characters);
  root.querySelector<HTMLFormElement>(".composer")!.dispatchEvent(new Event("submit", { cancelable: true }));
  const complaint = root.querySelector("#complaint")!.textContent;
  expect(complaint).toContain("Please shorten it.");
  expect(complaint).toContain(ENGLISH.urgent_meanwhile);
  expect(field.value).toContain("I cannot breathe.");
  expect(asked).not.toHaveBeenCalled();
});

test("an empty field is asked for words, and nothing more", () => {
  expect(desk.submit(" ")).toBe(false);
  expect(desk.complaint).toBe(ENGLISH.nothing_typed);
});
