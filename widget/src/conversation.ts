/** The conversation as this page knows it: its turns, and what happens to them. No view stands here. */

import type { Answer } from "./answer";
import { Failure, type Client, type Reply } from "./client";

export type Turn = {
  id: string;
  text: string;
  topic: string | null;
  /** When it was asked, as ISO time. */
  at: string;
  state: "waiting" | "answered" | "failed";
  answers: Answer[];
  failure: Failure | null;
  /** It was there before this page: screen readers are not to announce it. */
  restored: boolean;
};
export type Restoring = "no" | "under way" | "failed";
type Notice = "turn" | "erasing" | "erased" | "left";

export class Conversation {
  turns: readonly Turn[] = [];
  restoring: Restoring = "no";
  private readonly otherTabs: BroadcastChannel | null;
  private begun = false;
  /** Goes up when everything is erased: replies to what was asked before are dropped. */
  private age = 0;

  /**
   * @param client The way to the server.
   * @param changed Called at every change.
   * @param channel The name under which tabs tell each other that something happened (never what);
   *   null where each tab has a conversation of its own.
   * @param left Called when the person left from another tab.
   */
  constructor(
    private readonly client: Client,
    private readonly changed: () => void,
    channel: string | null,
    private readonly left: () => void,
  ) {
    this.otherTabs = channel ? new BroadcastChannel(channel) : null;
    if (this.otherTabs) this.otherTabs.onmessage = (event: MessageEvent<Notice>) => void this.hear(event.data);
  }

  get waiting(): boolean {
    return this.turns.some((turn) => turn.state === "waiting");
  }

  /** The failure to tell about: that of the last turn, as older ones have their own button. */
  get failed(): Turn | null {
    const last = this.turns.at(-1);
    return last?.state === "failed" ? last : null;
  }

  /** Fetch what was said before this page, once; again only after a failure. */
  async restore(): Promise<void> {
    if (this.begun && this.restoring !== "failed") return;
    this.begun = true;
    if (!this.client.hasSession) return;
    this.setRestoring("under way");
    this.setRestoring((await this.merge(true)) ? "no" : "failed");
  }

  /** Ask a question. */
  async ask(text: string, topic: string | null = null): Promise<void> {
    const turn = freshTurn(text, topic);
    this.setTurns([...this.turns, turn]);
    await this.deliver(turn);
  }

  /** Send what is too long to be answered: a danger in it is answered all the same; if there is none, nothing is shown. */
  async look(text: string): Promise<void> {
    const { age } = this;
    const reply = await this.client.send(randomId(), text, null).catch(() => null);
    if (reply && age === this.age) this.add(reply);
  }

  /** Show what was answered to a text that was sent as something else than a question. */
  add(reply: Reply): void {
    this.setTurns([...this.turns, answered({ ...freshTurn("", null), id: reply.id }, reply)]);
    this.tell("turn");
  }

  /** Ask again what failed, under the same id: it is answered once, whatever became of the first attempt. */
  async retry(id: string): Promise<void> {
    const turn = this.turns.find((candidate) => candidate.id === id && candidate.state === "failed");
    if (!turn) return;
    this.change(id, { state: "waiting", failure: null });
    await this.deliver(turn);
  }

  /** Erase everything, on the server and here. */
  async erase(): Promise<void> {
    // Before it is done: the other tabs' messages are broken off, too.
    this.tell("erasing");
    await this.client.erase();
    this.drop();
    this.tell("erased");
  }

  /** Forget everything here at once and say so to the other tabs. */
  leave(): void {
    this.drop();
    this.tell("left");
  }

  private async deliver(turn: Turn): Promise<void> {
    const age = this.age;
    try {
      const reply = await this.client.send(turn.id, turn.text, turn.topic);
      if (age !== this.age) return;
      this.change(turn.id, answered(turn, reply));
      this.tell("turn");
    } catch (error) {
      if (age !== this.age) return;
      this.change(turn.id, { state: "failed", failure: error instanceof Failure ? error : new Failure("server") });
    }
  }

  private async hear(notice: Notice): Promise<void> {
    if (notice === "turn" && this.begun) await this.merge(false);
    if (notice === "erasing") this.client.end();
    if (notice === "erased") this.drop();
    if (notice === "left") {
      this.drop();
      this.left();
    }
  }

  /** Add the turns that the server knows and this page does not; false if they could not be fetched. */
  private async merge(restored: boolean): Promise<boolean> {
    const age = this.age;
    try {
      const past = await this.client.history();
      if (age !== this.age) return true;
      const known = new Set(this.turns.map((turn) => turn.id));
      const added = past
        .filter((turn) => !known.has(turn.id))
        .map((turn): Turn => ({ ...turn, topic: null, state: "answered", failure: null, restored }));
      this.setTurns(restored ? [...added, ...this.turns] : [...this.turns, ...added]);
      return true;
    } catch {
      return false;
    }
  }

  private drop(): void {
    this.age += 1;
    this.client.end();
    this.restoring = "no";
    this.setTurns([]);
  }

  private tell(notice: Notice): void {
    this.otherTabs?.postMessage(notice);
  }

  private change(id: string, part: Partial<Turn>): void {
    this.setTurns(this.turns.map((turn) => (turn.id === id ? { ...turn, ...part } : turn)));
  }

  private setRestoring(restoring: Restoring): void {
    this.restoring = restoring;
    this.changed();
  }

  private setTurns(turns: readonly Turn[]): void {
    this.turns = turns;
    this.changed();
  }
}

function freshTurn(text: string, topic: string | null): Turn {
  return {
    id: randomId(), text, topic, at: new Date().toISOString(),
    state: "waiting", answers: [], failure: null, restored: false,
  };
}

function answered(turn: Turn, { answers, typed }: Reply): Turn {
  return { ...turn, state: "answered", failure: null, answers, text: typed ?? turn.text };
}

/** A random UUID; `crypto.randomUUID` is missing on pages without https. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
}
