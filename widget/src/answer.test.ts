import { expect, test } from "vitest";
import published from "../../docs/channels/answer.schema.json";
import { ANSWER, CHOICE, KINDS, LINK, readAnswers, SOURCE_LINE } from "./answer";

type Part = { properties: Record<string, { type?: string | string[] }>; enum?: string[] };
const schema = published as unknown as Part & { definitions: Record<string, Part> };

test.each([
  ["Answer", schema, ANSWER],
  ["SourceLine", schema.definitions.SourceLine!, SOURCE_LINE],
  ["Link", schema.definitions.Link!, LINK],
  ["Choice", schema.definitions.Choice!, CHOICE],
])("%s has the fields of the published schema", (_, part, shape) => {
  expect(Object.keys(shape).sort()).toEqual(Object.keys(part.properties).sort());
  for (const [name, value] of Object.entries(shape)) {
    const { type } = part.properties[name]!;
    if (value === null) expect(type).toEqual(["string", "null"]);
    if (Array.isArray(value)) expect(type).toBe("array");
  }
});

test("the kinds are those of the schema", () => {
  expect([...KINDS].sort()).toEqual([...schema.definitions.Kind!.enum!].sort());
});

test("what is wrong or missing has a stand-in, and what says nothing is left out", () => {
  const [answer, ...rest] = readAnswers([
    { kind: "of the future", short: "words", title: 5, sources: "none", links: [null, { url: 7 }], choices: {} },
    { kind: "answer" },
    null,
    "text",
  ]);
  expect(rest).toEqual([]);
  expect(answer).toMatchObject({ kind: "talk", short: "words", title: "", sources: [], choices: [], urgency: "none" });
  expect(answer!.links).toEqual([LINK, LINK]);
  for (const none of [null, undefined, {}, "x", 3]) expect(readAnswers(none)).toEqual([]);
});
