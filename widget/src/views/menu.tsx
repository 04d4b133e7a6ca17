/** Everything that is not asking: taking the chat along, the size of text and window, deletion. */

import type { Desk } from "../desk";
import { fill } from "../strings";
import { save } from "../taking_along";
import { conversationText } from "../transcript";
import { StaticPage } from "./failure";

export function Menu({ desk }: { desk: Desk }) {
  const { words, conversation, kept, language, large, largeText, deletion } = desk;
  const count = kept.all.length;
  const said = (): string => conversationText(conversation.turns, desk.title, words, language);
  const item = (label: string, act: () => void) => (
    <li>
      <button type="button" onClick={act}>
        {label}
      </button>
    </li>
  );
  return (
    <ul>
      {item(count ? fill(words.my_questions_count, { count }) : words.my_questions, () => desk.toMine())}
      {conversation.turns.length > 0 && (
        <>
          {item(words.print, () => desk.print(said()))}
          {item(words.save, () => save(said(), words.file_chat))}
        </>
      )}
      <li>
        <button type="button" aria-pressed={largeText} onClick={() => desk.setLargeText()}>
          {words.text_size}
          {largeText && <span aria-hidden="true"> ✓</span>}
        </button>
      </li>
      <li class="larger">
        <button type="button" onClick={() => desk.set({ large: !large })}>
          {large ? words.shrink : words.expand}
        </button>
      </li>
      <li class="static">
        <StaticPage desk={desk} />
      </li>
      <li>
        <button
          type="button"
          aria-expanded={deletion !== "no"}
          onClick={() => desk.set({ deletion: deletion === "no" ? "asking" : "no" })}
        >
          {words.delete}
        </button>
        {deletion !== "no" && (
          <div class="sure">
            <p>{words.delete_sure}</p>
            <div class="row">
              <button type="button" class="strong" onClick={() => void desk.erase()}>
                {words.delete_yes}
              </button>
              <button type="button" onClick={() => desk.back()}>
                {words.delete_no}
              </button>
            </div>
          </div>
        )}
        <p role="alert" class="complaint">
          {deletion === "failed" && words.not_deleted}
        </p>
      </li>
    </ul>
  );
}
