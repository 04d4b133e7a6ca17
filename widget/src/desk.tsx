/**
 * The desk: all that the widget knows, and all that can be done with it.
 *
 * Views are pure functions of a desk. Whatever changes, the whole is drawn anew; what no view can say (where the
 * focus goes, what is scrolled to) is done here, beside the change that asks for it.
 */

import { render } from "preact";
import type { Answer } from "./answer";
import type { Options } from "./attributes";
import { Client, type Failure, type Verdict } from "./client";
import { Conversation } from "./conversation";
import { KeptQuestions } from "./kept_questions";
import type { Memory } from "./memory";
import { present } from "./presenting";
import { readSettings, type Settings, type Term } from "./settings";
import { ENGLISH, fill, type Language, type Words } from "./strings";
import { printOnly } from "./taking_along";
import { App } from "./views/app";

/** What a card shows beside its answer. */
export type CardState = { term: Term | null; verdict: Verdict; commented: boolean };

/** Pixels between the upper edge and what is brought there. */
const ROOM_ABOVE = 8;
const FRESH_CARD: CardState = { term: null, verdict: null, commented: false };

export class Desk {
  readonly conversation: Conversation;
  readonly kept: KeptQuestions;
  settings: Settings = readSettings({});
  /** The words of the interface and their language; English until others have come. */
  words: Words = ENGLISH;
  language: Language = "en";
  open = false;
  menu = false;
  /** The questions for the care team are shown in place of the conversation. */
  mine = false;
  large = false;
  largeText: boolean;
  /** Why the server could not even say what it is. */
  trouble: "" | "unreachable" | "not_here" = "";
  status = "";
  complaint = "";
  deletion: "no" | "asking" | "failed" = "no";
  /** What goes on paper. */
  paper = "";
  /** How many answers had come when the window was last open. */
  seen = 0;
  private readonly client: Client;
  private readonly cards = new Map<string, CardState>();
  private dismiss: () => void = () => {};
  private known = false;
  private warned = false;
  private shown = "";

  /**
   * @param forget What to do when the person leaves: nothing of the chat may stay in this browser.
   */
  constructor(
    readonly options: Options,
    readonly server: string,
    private readonly root: ShadowRoot,
    private readonly memory: Memory,
    private readonly forget: () => void,
  ) {
    const changed = (): void => this.draw();
    this.client = new Client(server, memory);
    this.kept = new KeptQuestions(memory, changed);
    this.conversation = new Conversation(
      this.client,
      changed,
      options.memory === "tab" ? null : `lantern ${server}`,
      forget,
    );
    this.largeText = memory.read("text_size") !== null;
  }

  get title(): string {
    return this.settings.title || this.words.title;
  }

  get unread(): number {
    return this.open ? 0 : this.answered - this.seen;
  }

  private get answered(): number {
    return this.conversation.turns.filter((turn) => turn.state === "answered" && !turn.restored).length;
  }

  /** Draw everything as it is now. */
  draw(): void {
    if (this.open) this.seen = this.answered;
    this.seen = Math.min(this.seen, this.answered);
    render(<App desk={this} />, this.root);
    this.showNewest();
  }

  /** Take up another language; where its words cannot be had, everything stays English. */
  async speak(language: Language): Promise<void> {
    if (language === "en") return;
    try {
      this.words = await this.client.words(language);
    } catch (error) {
      this.warn(error as Failure, language);
      return;
    }
    this.language = language;
    // Whoever opened it meanwhile was greeted in English.
    this.known = false;
    if (this.open) void this.reach();
    this.draw();
  }

  /** Change something that is shown. */
  set(part: Partial<Pick<Desk, "menu" | "large" | "status" | "complaint" | "deletion" | "paper">>): void {
    Object.assign(this, part);
    this.draw();
  }

  show(): void {
    this.open = true;
    this.draw();
    this.dismiss = present(this.find<HTMLDialogElement>(".panel"));
    this.focusField();
    void this.reach();
    void this.conversation.restore();
  }

  close(): void {
    this.dismiss();
    this.open = false;
    this.draw();
    this.find(".launcher button").focus();
  }

  /** One step back: from the menu, from the list of questions, from the window. */
  back(): void {
    if (this.menu) {
      this.set({ menu: false });
      this.find(".to-menu").focus();
    } else if (this.mine) this.toChat();
    else this.close();
  }

  toChat(): void {
    this.mine = false;
    this.set({ menu: false, deletion: "no" });
    this.focusField();
  }

  toMine(): void {
    this.mine = true;
    this.set({ menu: false });
    this.focusMine();
  }

  /** Put the focus where it is not lost when a question goes from the list. */
  focusMine(): void {
    this.find(".mine h3").focus();
  }

  focusField(): void {
    this.find(".composer textarea").focus();
  }

  /** Forget everything and go to another page. */
  leave(): void {
    this.conversation.leave();
    this.forget();
  }

  setLargeText(): void {
    this.largeText = !this.largeText;
    this.memory.write("text_size", this.largeText ? "large" : null);
    this.draw();
  }

  /** Ask the server what it is; once the window is open, so that closed it costs nothing. */
  async reach(): Promise<void> {
    if (this.known) return;
    try {
      this.settings = await this.client.settings(this.language, this.options.suggestions);
      this.known = true;
      this.warned = false;
      this.trouble = "";
    } catch (error) {
      this.warn(error as Failure);
      this.trouble = (error as Failure).kind === "refused" ? "not_here" : "unreachable";
    }
    this.draw();
  }

  /** Tell the console which attribute is to blame: once for each outage, however often it is tried again. */
  private warn({ kind }: Failure, language = ""): void {
    if (this.warned) return;
    this.warned = true;
    console.error(
      language && kind !== "offline"
        ? `Lantern: data-language="${language}" has no words (${kind}), so that the window speaks English.`
        : `Lantern: data-server="${this.server}" gives no answer (${kind}). ` +
            "Allowed: the address of a running bot that lets this site in.",
    );
  }

  /** Send what was typed, or say why it cannot be sent; false if so. */
  submit(typed: string): boolean {
    const { words } = this;
    const { limits, greeting } = this.settings;
    const limit = limits.characters;
    // Counted as the server counts: a character outside the basic plane is one, not two.
    const count = [...typed].length;
    const tooLong =
      count > limit && `${fill(words.too_long, { count, limit })} ${greeting.notice_emergency || words.urgent_meanwhile}`;
    const complaint = !typed.trim() ? words.nothing_typed : tooLong || "";
    this.set({ complaint, status: "" });
    if (!complaint) void this.conversation.ask(typed.trim());
    // The server looks for a danger in all of it.
    else if (tooLong) void this.conversation.look(typed);
    return !complaint;
  }

  async erase(): Promise<void> {
    this.set({ status: this.words.deleting });
    try {
      await this.conversation.erase();
      this.status = this.words.deleted;
      this.toChat();
    } catch {
      this.set({ status: "", deletion: "failed" });
    }
  }

  /** Return what a card shows beside its answer; `key` names the card. */
  card(key: string): CardState {
    return this.cards.get(key) ?? FRESH_CARD;
  }

  setCard(key: string, part: Partial<CardState>): void {
    this.cards.set(key, { ...this.card(key), ...part });
    this.draw();
  }

  /** Tell the server what was thought of an answer; null takes it back. */
  async judge(key: string, answer: Answer, verdict: Verdict, comment = ""): Promise<void> {
    const before = this.card(key).verdict;
    this.setCard(key, { verdict });
    try {
      const reply = await this.client.judge(answer.answer_id, verdict, comment);
      if (reply.answers.length) this.conversation.add(reply);
      this.setCard(key, { commented: comment !== "" });
      this.set({ status: verdict ? this.words.thanks : "" });
    } catch {
      this.setCard(key, { verdict: before });
      this.set({ status: this.words.not_told });
    }
  }

  /** Say that an answer missed; the bot then offers what else it could have been. */
  missed(key: string, answer: Answer): void {
    void this.judge(key, answer, "not_meant");
    // The bot reads English only, so these words are English in every language of the window.
    void this.conversation.ask(this.settings.words.not_meant || ENGLISH.not_meant);
  }

  /** Put a text on paper. */
  print(paper: string): void {
    this.set({ paper });
    printOnly(this.root.host as HTMLElement);
  }

  /** Bring the newest question, and with it the beginning of its answer, to the top of what is seen. */
  private showNewest(): void {
    const last = this.conversation.turns.at(-1);
    const state = this.open && last ? last.id + last.state : this.shown;
    if (state === this.shown || !last) return;
    this.shown = state;
    const turn = this.find(`[data-turn="${CSS.escape(last.id)}"]`);
    // A danger may stand below a long question; it is what has to be seen.
    const wanted = turn.querySelector(".danger") ?? turn;
    // One of the two scrolls, by the height of the screen. scrollIntoView() would move all that can be moved.
    for (const box of [this.find(".scroller"), this.find(".window")]) {
      box.scrollTop += wanted.getBoundingClientRect().top - box.getBoundingClientRect().top - ROOM_ABOVE;
    }
  }

  private find<E extends HTMLElement>(selector: string): E {
    return this.root.querySelector<E>(selector)!;
  }
}
