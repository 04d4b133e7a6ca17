import { expect, test } from "vitest";
import { readAttributes } from "./attributes";

const ADDRESS = "https://bot.example/webhooks/website/widget.js?v=1";

function read(attributes: Record<string, string>, address = ADDRESS) {
  const script = document.createElement("script");
  for (const [name, value] of Object.entries(attributes)) script.setAttribute(`data-${name}`, value);
  return readAttributes(script, address, document);
}

test("without attributes the script's own server is asked, and nothing is wrong", () => {
  const [options, problems] = read({});
  expect(problems).toEqual([]);
  expect(options).toMatchObject({ server: "https://bot.example", language: "en", position: "right", memory: "browser" });
});

test.each([
  ["server", "https://other.example", { server: "https://other.example" }],
  ["server", "http://127.0.0.1:5005/", { server: "http://127.0.0.1:5005" }],
  ["language", "es-MX", { language: "es" }],
  ["suggestions", " a_b , c1 ", { suggestions: ["a_b", "c1"] }],
  ["static-page", "https://a.example/faq", { staticPage: "https://a.example/faq" }],
  ["position", "left", { position: "left" }],
  ["scheme", "dark", { scheme: "dark" }],
  ["memory", "tab", { memory: "tab" }],
  ["leave-to", "https://weather.example/", { leaveTo: "https://weather.example/" }],
])("data-%s=%j is taken", (name, value, expected) => {
  const [options, problems] = read({ [name]: value });
  expect(problems).toEqual([]);
  expect(options).toMatchObject(expected);
});

test.each([
  ["server", "bot.example"], ["server", "javascript:1"], ["server", "https://bot.example/x"], ["server", ""],
  ["language", "fr"], ["suggestions", "A b"], ["suggestions", ""], ["static-page", "javascript:1"],
  ["position", "top"], ["scheme", ""], ["memory", "cookie"], ["leave-to", "data:x"],
])("data-%s=%j is told with what is allowed", (name, value) => {
  const [, problems] = read({ [name]: value });
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain(`data-${name}="${value}"`);
  expect(problems[0]).toContain("Allowed:");
});

test("a server that is neither given nor known is told", () => {
  const [options, problems] = read({}, "");
  expect(options.server).toBeNull();
  expect(problems).toHaveLength(1);
  expect(problems[0]).toContain("data-server is missing. Allowed:");
});

test("a wrong server is not replaced by another", () => expect(read({ server: "nonsense" })[0].server).toBeNull());
