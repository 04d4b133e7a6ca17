import { beforeEach, expect, test, vi } from "vitest";
import { Client, Failure } from "./client";
import { Conversation, randomId } from "./conversation";
import { Memory } from "./memory";

type Call = { method: string; path: string; body: { id: string; text: string } };
const ANSWER = { kind: "answer", short: "words" };
let calls: Call[];
let replies: (() => Response | Promise<Response>)[];
let memory: Memory;

const json = (data: unknown, status = 200): Response => new Response(JSON.stringify(data), { status });
const opened = (): Response => json({ token: `token ${calls.length}` }, 201);
const answered = (): Response => json({ answers: [ANSWER], typed: "masked" });

beforeEach(() => {
  calls = [];
  replies = [];
  memory = new Memory("https://b.example", () => {
    throw new Error("no storage");
  });
  vi.stubGlobal("fetch", async (address: string, { method, body }: RequestInit) => {
    calls.push({ method: method!, path: new URL(address).pathname, body: JSON.parse((body as string) ?? "{}") });
    return replies.shift()!();
  });
});

function conversation(channel: string | null = null): Conversation {
  return new Conversation(new Client("https://b.example", memory), () => {}, channel, () => {});
}

test("what is too long is shown only if there is a danger in it", async () => {
  const talk = conversation();
  replies = [opened, () => json({ error: { code: "too_long" } }, 413), answered];
  await talk.look("a harmless story");
  expect(talk.turns).toEqual([]);
  await talk.look("a story with a danger");
  expect(talk.turns.map((turn) => [turn.text, turn.state])).toEqual([["masked", "answered"]]);
});

test("what was looked at before everything was erased does not come back", async () => {
  const talk = conversation();
  let reply = (_: Response): void => {};
  replies = [opened, () => new Promise<Response>((done) => (reply = done)), () => json({}, 204)];
  const looking = talk.look("a story with a danger");
  await vi.waitFor(() => expect(calls).toHaveLength(2));
  talk.leave();
  reply(answered());
  await looking;
  expect(talk.turns).toEqual([]);
});

test("a question opens a session once and shows what the server kept of it", async () => {
  const talk = conversation();
  replies = [opened, answered, answered];
  await talk.ask("Anna asks");
  await talk.ask("again", "topic");
  expect(calls.map((call) => call.path.split("/").at(-1))).toEqual(["sessions", "messages", "messages"]);
  expect(talk.turns.map((turn) => [turn.text, turn.state])).toEqual([["masked", "answered"], ["masked", "answered"]]);
});

test.each([
  [() => json({ error: { message: "slow down", retry_after: 9 } }, 429), "many", "slow down", 9],
  [() => new Response("", { status: 429, headers: { "Retry-After": "4" } }), "many", null, 4],
  [() => json({}, 500), "server", null, null],
  [() => json({}, 400), "refused", null, null],
  [() => json({ answers: [] }), "empty", null, null],
  [() => new Response("<html>"), "empty", null, null],
  [() => Promise.reject(new TypeError("network")), "offline", null, null],
])("a failure of the kind %#", async (reply, kind, sentence, retryAfter) => {
  const talk = conversation();
  replies = [opened, reply];
  await talk.ask("question");
  expect(talk.failed?.failure).toMatchObject({ kind, sentence, retryAfter });
  replies = [answered];
  await talk.retry(talk.failed!.id);
  expect(talk.turns).toHaveLength(1);
  expect(calls[1]!.body.id).toBe(calls[2]!.body.id);
});

test("a session that the server does not know is replaced, and the question sent again", async () => {
  memory.write("token", "old");
  const talk = conversation();
  replies = [() => json({}, 401), opened, answered];
  await talk.ask("question");
  expect(talk.turns.map((turn) => turn.state)).toEqual(["answered"]);
  expect(memory.read("token")).toBe("token 2");
});

test("a session that is refused again and again ends in a failure", async () => {
  const talk = conversation();
  replies = [opened, () => json({}, 401), opened, () => json({}, 401)];
  await talk.ask("question");
  expect(talk.failed?.failure).toBeInstanceOf(Failure);
});

test("history comes before what is asked meanwhile, and nothing twice", async () => {
  memory.write("token", "mine");
  const talk = conversation();
  replies = [answered];
  await talk.ask("now");
  const { id } = talk.turns[0]!;
  replies = [() => json({ turns: [{ id: "past", text: "before", answers: [ANSWER] }, { id, text: "now", answers: [ANSWER] }] })];
  await talk.restore();
  expect(talk.turns.map((turn) => [turn.id, turn.restored])).toEqual([["past", true], [id, false]]);
});

test.each([answered, () => json({}, 401)])("what comes back after a deletion is dropped %#", async (reply) => {
  memory.write("token", "mine");
  const talk = conversation();
  let late: (reply: Response) => void = () => {};
  replies = [() => new Promise((resolve) => (late = resolve)), () => new Response(null, { status: 204 })];
  const asked = talk.ask("question");
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  await talk.erase();
  late(reply());
  await asked;
  expect(talk.turns).toEqual([]);
  expect(calls).toHaveLength(2);
  expect(memory.read("token")).toBeNull();
});

test.each(["erasing", "erased", "left"])("what another tab breaks off is not sent again: %s", async (notice) => {
  const tabs: { onmessage: (event: { data: string }) => void }[] = [];
  vi.stubGlobal("BroadcastChannel", class {
    onmessage = (): void => {};
    constructor() {
      tabs.push(this);
    }
  });
  memory.write("token", "mine");
  const talk = conversation("tabs");
  let late: (reply: Response) => void = () => {};
  replies = [() => new Promise((resolve) => (late = resolve)), opened, answered];
  const asked = talk.ask("question");
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  tabs[0]!.onmessage({ data: notice });
  late(json({}, 401));
  await asked;
  expect(calls).toHaveLength(1);
});

test("other tabs hear of a deletion before it is asked for", async () => {
  const told: string[] = [];
  vi.stubGlobal("BroadcastChannel", class {
    postMessage = (notice: string): void => void told.push(`${notice} ${calls.length}`);
  });
  memory.write("token", "mine");
  replies = [() => new Response(null, { status: 204 })];
  await conversation("tabs").erase();
  expect(told).toEqual(["erasing 0", "erased 1"]);
});

test.each([[null], ["old"]])("a deletion while a session is being opened leaves none (token before: %s)", async (token) => {
  memory.write("token", token);
  const talk = conversation();
  let late: (reply: Response) => void = () => {};
  if (token) replies = [() => json({}, 401)];
  replies.push(() => new Promise((resolve) => (late = resolve)), () => new Response(null, { status: 204 }));
  const asked = talk.ask("question");
  await vi.waitFor(() => expect(calls.at(-1)?.path).toMatch(/sessions$/));
  const erased = talk.erase();
  late(opened());
  await Promise.all([asked, erased]);
  expect(calls.slice(token ? 2 : 1).map((call) => call.method)).toEqual(["DELETE"]);
  expect(talk.turns).toEqual([]);
  expect(memory.read("token")).toBeNull();
});

test("a deletion does not mind that the session could not be opened", async () => {
  const talk = conversation();
  let late: (reply: Response) => void = () => {};
  replies = [() => new Promise((resolve) => (late = resolve))];
  const asked = talk.ask("question");
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  const erased = talk.erase();
  late(json({}, 500));
  await Promise.all([asked, erased]);
  expect(calls).toHaveLength(1);
  expect(talk.turns).toEqual([]);
});

test("leaving while a session is being opened keeps none, and what is asked next has one of its own", async () => {
  const talk = conversation();
  let late: (reply: Response) => void = () => {};
  replies = [() => new Promise((resolve) => (late = resolve)), opened, answered];
  const asked = talk.ask("question");
  await vi.waitFor(() => expect(calls).toHaveLength(1));
  talk.leave();
  memory.clear();
  await talk.ask("another");
  late(opened());
  await asked;
  expect(calls.map((call) => call.body.text)).toEqual([undefined, undefined, "another"]);
  expect(memory.read("token")).toBe("token 2");
});

test("a deletion that fails keeps everything", async () => {
  memory.write("token", "mine");
  const talk = conversation();
  replies = [answered, () => json({}, 500)];
  await talk.ask("question");
  await expect(talk.erase()).rejects.toBeInstanceOf(Failure);
  expect(talk.turns).toHaveLength(1);
  expect(memory.read("token")).toBe("mine");
});

test("ids are random UUIDs", () => {
  const ids = Array.from({ length: 100 }, randomId);
  expect(new Set(ids).size).toBe(100);
  for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
});
