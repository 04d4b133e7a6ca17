import { afterEach, beforeEach, expect, test, vi } from "vitest";
import type { Options } from "./attributes";
import { Desk } from "./desk";
import { Memory } from "./memory";
import strings from "./strings.json";
import { ENGLISH } from "./strings";

let root: ShadowRoot;
let desk: Desk;

beforeEach(() => {
  root = document.createElement("div").attachShadow({ mode: "open" });
  const memory = new Memory("https://b.example", () => {
    throw new Error("no storage");
  });
  const options = { language: "en", memory: "tab", suggestions: [] as string[] } as unknown as Options;
  desk = new Desk(options, "https://b.example", root, memory, () => {});
  desk.draw();
});

afterEach(() => vi.restoreAllMocks());

/** Return what the console is told. */
function told(): unknown[] {
  const lines: unknown[] = [];
  vi.spyOn(console, "error").mockImplementation((line: unknown) => void lines.push(line));
  return lines;
}

test("what is too long stays in the field, beside the words about what is urgent, and is only looked at", () => {
  const asked = vi.spyOn(desk.conversation, "ask");
  const looked = vi.spyOn(desk.conversation, "look").mockResolvedValue();
  const field = root.querySelector("textarea")!;
  field.value = "I cannot breathe. ".repeat(desk.settings.limits.characters);
  root.querySelector<HTMLFormElement>(".composer")!.dispatchEvent(new Event("submit", { cancelable: true }));
  const complaint = root.querySelector("#complaint")!.textContent;
  expect(complaint).toContain("Please shorten it.");
  expect(complaint).toContain(ENGLISH.urgent_meanwhile);
  expect(field.value).toContain("I cannot breathe.");
  expect(asked).not.toHaveBeenCalled();
  expect(looked).toHaveBeenCalledWith(field.value);
});

test("an empty field is asked for words, and nothing more", () => {
  expect(desk.submit(" ")).toBe(false);
  expect(desk.complaint).toBe(ENGLISH.nothing_typed);
});

test("words of another language are taken up with their language", async () => {
  vi.stubGlobal("fetch", async () => Response.json({ ...strings.es, send: 7 }));
  await desk.speak("es");
  expect(root.querySelector(".root")!.getAttribute("lang")).toBe("es");
  expect(root.querySelector("label")!.textContent).toBe(strings.es.input);
  expect(desk.words.send).toBe(ENGLISH.send);
});

test.each([
  ["offline", "data-server", () => Promise.reject(new Error("offline"))],
  ["not there", "data-language", async () => Response.json({ error: {} }, { status: 404 })],
  ["no JSON", "data-language", async () => new Response("<html>")],
])("words that cannot be had (%s) leave an English window that says it is English, and name %s", async (_, name, fetch) => {
  const lines = told();
  vi.stubGlobal("fetch", fetch);
  await desk.speak("es");
  desk.draw();
  expect(root.querySelector(".root")!.getAttribute("lang")).toBe("en");
  expect(root.querySelector("label")!.textContent).toBe(ENGLISH.input);
  // What comes of the same fault is not told again.
  await desk.reach();
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`Lantern: ${name}="`);
});

test("the console is told of an outage once, however often it is tried again", async () => {
  const lines = told();
  const down = (): Promise<Response> => Promise.reject(new Error("offline"));
  vi.stubGlobal("fetch", down);
  for (let attempt = 0; attempt < 4; attempt += 1) await desk.reach();
  expect(lines).toHaveLength(1);
  expect(desk.trouble).toBe("unreachable");
  vi.stubGlobal("fetch", async () => Response.json({}));
  await desk.reach();
  expect(desk.trouble).toBe("");
});

test("a page that the server does not let in is told apart from an outage", async () => {
  told();
  vi.stubGlobal("fetch", async () => Response.json({ error: { message: "not from there" } }, { status: 403 }));
  await desk.reach();
  expect(root.querySelector('[role="alert"]')!.textContent).toContain(ENGLISH.not_here);
});
