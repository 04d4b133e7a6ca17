/**
 * What the browser keeps for the widget: the session's token, the questions for the care team, the text size.
 *
 * Never anything else, and nothing at all before the person does something. Where the browser allows no
 * storage (some private windows), everything works until the page is left.
 */

export type Slot = "token" | "questions" | "text_size";
export const SLOTS: readonly Slot[] = ["token", "questions", "text_size"];

export class Memory {
  private readonly standIn = new Map<string, string>();
  private readonly storage: Storage | null;

  constructor(
    private readonly server: string,
    storage: () => Storage,
  ) {
    try {
      this.storage = storage();
    } catch {
      this.storage = null;
    }
  }

  /** Return what is kept, or null. */
  read(slot: Slot): string | null {
    try {
      if (this.storage) return this.storage.getItem(this.key(slot));
    } catch {
      // Storage may be taken away later on, too.
    }
    return this.standIn.get(this.key(slot)) ?? null;
  }

  /** Keep a value; null forgets it. */
  write(slot: Slot, value: string | null): void {
    const key = this.key(slot);
    if (value === null) this.standIn.delete(key);
    else this.standIn.set(key, value);
    try {
      if (value === null) this.storage?.removeItem(key);
      else this.storage?.setItem(key, value);
    } catch {
      // A full storage: the stand-in has it as long as the page is open.
    }
  }

  /** Forget everything. */
  clear(): void {
    for (const slot of SLOTS) this.write(slot, null);
  }

  /** Two bots on one site keep apart. */
  private key(slot: Slot): string {
    return `lantern.${slot} ${this.server}`;
  }
}
