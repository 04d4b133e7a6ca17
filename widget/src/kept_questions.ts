/** The questions a person collects for the care team. They stay in this browser: nothing here is ever sent. */

import type { Memory } from "./memory";
import { fit } from "./shape";

const MOST = 100;
const LONGEST = 500;

export class KeptQuestions {
  /** @param changed Called at every change, those of other tabs included. */
  constructor(
    private readonly memory: Memory,
    private readonly changed: () => void,
  ) {
    addEventListener("storage", changed);
  }

  /** The questions in the order in which they were kept. */
  get all(): string[] {
    try {
      return fit(JSON.parse(this.memory.read("questions") ?? "[]"), [""]).filter(Boolean);
    } catch {
      return [];
    }
  }

  has(question: string): boolean {
    return this.all.includes(tidy(question));
  }

  /** Keep a question, or let it go if it was kept. */
  toggle(question: string): void {
    if (this.has(question)) this.remove(question);
    else this.add(question);
  }

  /** Keep a question; one that is there already is kept once. */
  add(question: string): void {
    const text = tidy(question);
    if (text && !this.has(text)) this.save([...this.all, text].slice(-MOST));
  }

  remove(question: string): void {
    this.save(this.all.filter((kept) => kept !== tidy(question)));
  }

  clear(): void {
    this.save([]);
  }

  private save(questions: string[]): void {
    this.memory.write("questions", questions.length ? JSON.stringify(questions) : null);
    this.changed();
  }
}

function tidy(question: string): string {
  return question.replace(/\s+/g, " ").trim().slice(0, LONGEST);
}
