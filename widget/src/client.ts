/** The website channel over HTTP: what is sent, what comes back, and what can go wrong on the way. */

import { readAnswers, type Answer } from "./answer";
import type { Memory } from "./memory";
import { readSettings, type Settings } from "./settings";
import { fit } from "./shape";
import { ENGLISH, type Words } from "./strings";

const PATH = "/webhooks/website";
const TIME_OUT_MS = 30_000;
const SESSION_LOCK = "lantern session";
const PAST_TURN = { id: "", text: "", at: "" };

export type FailureKind = "offline" | "timeout" | "many" | "server" | "empty" | "refused";
export type Reply = { id: string; answers: Answer[]; typed: string | null };
export type PastTurn = { id: string; text: string; at: string; answers: Answer[] };
export type Verdict = "up" | "down" | "not_meant" | null;

/** Why a request came to nothing; `sentence` is the server's own, where it gave one. */
export class Failure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly sentence: string | null = null,
    readonly retryAfter: number | null = null,
  ) {
    super(kind);
  }
}

/** The server knows nothing of our token; told apart because a new session mends it. */
class NoSession extends Failure {
  constructor() {
    super("server");
  }
}

type Request = { method: string; path: string; body?: unknown; token?: string };

export class Client {
  private opening: Promise<string> | null = null;
  /** Goes up when the conversation is erased or left: what is under way then must not bring it back. */
  private age = 0;

  constructor(
    private readonly server: string,
    private readonly memory: Memory,
  ) {}

  /** Say whether this browser has a conversation that could be asked for. */
  get hasSession(): boolean {
    return this.memory.read("token") !== null;
  }

  /** Fetch the words of the interface in a language other than English. */
  async words(language: string): Promise<Words> {
    return fit(await this.request({ method: "GET", path: `/strings.${language}.json` }), ENGLISH);
  }

  /** Ask what the bot is called, what it suggests and whom to call. */
  async settings(language: string, topics: readonly string[]): Promise<Settings> {
    const query = new URLSearchParams({ language, ...(topics.length && { topics: topics.join(",") }) });
    return readSettings(await this.request({ method: "GET", path: `/settings?${query}` }));
  }

  /** Return the conversation so far; empty where there is none any more. */
  async history(): Promise<PastTurn[]> {
    const token = this.memory.read("token");
    if (!token) return [];
    try {
      const { turns } = (await this.request({ method: "GET", path: "/history", token })) as { turns?: unknown };
      const raw = Array.isArray(turns) ? (turns as { answers?: unknown }[]) : [];
      return raw.map((turn) => ({ ...fit(turn, PAST_TURN), answers: readAnswers(turn?.answers) }));
    } catch (failure) {
      if (!(failure instanceof NoSession)) throw failure;
      this.forget(token);
      return [];
    }
  }

  /** Ask a question; the same id may be sent again and is answered once. */
  async send(id: string, text: string, topic: string | null): Promise<Reply> {
    const body = { id, text, ...(topic && { topic }) };
    const raw = await this.inSession((token) => this.request({ method: "POST", path: "/messages", body, token }));
    const reply = replyOf(raw);
    if (!reply.answers.length) throw new Failure("empty");
    return { ...reply, id };
  }

  /** Tell what was thought of an answer; what comes back has answers only where a danger stands in the comment. */
  async judge(answerId: string, verdict: Verdict, comment: string): Promise<Reply> {
    const body = { answer_id: answerId, verdict, ...(comment && { comment }) };
    return replyOf(
      await this.inSession((token) => this.request({ method: "POST", path: "/feedback", body, token })),
    );
  }

  /** Let nothing that is under way begin a conversation anew. */
  end(): void {
    this.age += 1;
    this.opening = null;
  }

  /** Erase the conversation on the server, and the token here. */
  async erase(): Promise<void> {
    const { opening } = this;
    this.end();
    const opened = await opening?.catch(() => null);
    const token = this.memory.read("token") ?? opened;
    if (!token) return;
    try {
      await this.request({ method: "DELETE", path: "/conversation", token });
    } catch (failure) {
      if (!(failure instanceof NoSession)) throw failure;
    }
    this.forget(token);
  }

  private forget(token: string): void {
    if (this.memory.read("token") === token) this.memory.write("token", null);
  }

  private async inSession<T>(work: (token: string) => Promise<T>): Promise<T> {
    const { age } = this;
    const token = this.memory.read("token") ?? (await this.open());
    if (age !== this.age) throw new NoSession();
    try {
      return await work(token);
    } catch (failure) {
      // A deletion breaks off what is under way; sent again, it would be back.
      if (!(failure instanceof NoSession) || age !== this.age) throw failure;
      this.forget(token);
      const next = this.memory.read("token") ?? (await this.open());
      if (age !== this.age) throw failure;
      return work(next);
    }
  }

  /** Open a session; two tabs, or two questions at once, open only one. */
  private open(): Promise<string> {
    if (this.opening) return this.opening;
    const { age } = this;
    const locks = navigator.locks as LockManager | undefined;
    const make = async (): Promise<string> => {
      const made = this.memory.read("token");
      if (made) return made;
      const { token } = fit(await this.request({ method: "POST", path: "/sessions", body: {} }), { token: "" });
      if (!token) throw new Failure("empty");
      // A session that outlived its conversation is told to those who wait for it, but not kept.
      if (age === this.age) this.memory.write("token", token);
      return token;
    };
    const opening: Promise<string> = (locks ? locks.request(SESSION_LOCK, make) : make()).finally(() => {
      if (this.opening === opening) this.opening = null;
    });
    return (this.opening = opening);
  }

  private async request({ method, path, body, token }: Request): Promise<unknown> {
    const stop = new AbortController();
    const timer = setTimeout(() => stop.abort(), TIME_OUT_MS);
    try {
      const reply = await fetch(this.server + PATH + path, {
        method,
        signal: stop.signal,
        credentials: "omit",
        referrerPolicy: "no-referrer",
        // The conversation itself must not stay in the browser's cache; the settings may.
        cache: token ? "no-store" : "default",
        headers: {
          ...(method !== "GET" && { "Content-Type": "application/json" }),
          ...(token && { Authorization: `Bearer ${token}` }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      });
      if (reply.status === 204) return {};
      const data: unknown = await reply.json().catch((error: unknown) => {
        // A body that breaks off is the network's fault, one that is no JSON the server's.
        if (stop.signal.aborted || !reply.ok || error instanceof SyntaxError) return null;
        throw error;
      });
      if (stop.signal.aborted) throw new Failure("timeout");
      if (!reply.ok) throw failureOf(reply, data);
      if (data === null) throw new Failure("empty");
      return data;
    } catch (error) {
      if (error instanceof Failure) throw error;
      throw new Failure(stop.signal.aborted ? "timeout" : "offline");
    } finally {
      clearTimeout(timer);
    }
  }
}

function replyOf(raw: unknown): Reply {
  return { answers: readAnswers((raw as { answers?: unknown }).answers), ...fit(raw, { id: "", typed: null }) };
}

function failureOf(reply: Response, data: unknown): Failure {
  if (reply.status === 401) return new NoSession();
  const { error } = fit(data, { error: { message: null, retry_after: 0 } });
  const seconds = error.retry_after || Number(reply.headers.get("Retry-After"));
  const kind = reply.status === 429 ? "many" : reply.status >= 500 ? "server" : "refused";
  return new Failure(kind, error.message, seconds > 0 ? Math.ceil(seconds) : null);
}
