/** Whom to call; always in the same place, whether or not the bot can be reached. */

import type { Desk } from "../desk";
import { People } from "./place";

export function Help({ desk: { words, settings } }: { desk: Desk }) {
  return (
    <details class="help">
      <summary>{words.help_now}</summary>
      <p>{words.help_intro}</p>
      {settings.emergency.length ? (
        <People words={words} contacts={settings.emergency} language={settings.language} />
      ) : (
        <p>{words.help_unknown}</p>
      )}
    </details>
  );
}
