/** The turns of the conversation: what was there before this page, and what is said now. */

import type { Turn } from "../conversation";
import type { Desk } from "../desk";
import { Card } from "./card";

/** All turns. Those of before stand outside the log, so that no screen reader reads them out by itself. */
export function Turns({ desk }: { desk: Desk }) {
  const { words, conversation } = desk;
  const exchanges = (restored: boolean) =>
    conversation.turns
      .filter((turn) => turn.restored === restored)
      .map((turn) => <Exchange key={turn.id} desk={desk} turn={turn} />);
  const earlier = exchanges(true);
  return (
    <>
      {earlier.length > 0 && <section aria-label={words.earlier}>{earlier}</section>}
      <div role="log" aria-live="polite" aria-label={words.new_messages}>
        {exchanges(false)}
      </div>
    </>
  );
}

/** One question and its answers. */
function Exchange({ desk, turn }: { desk: Desk; turn: Turn }) {
  const { words, conversation } = desk;
  return (
    <div class="turn" data-turn={turn.id}>
      <article class="you">
        <h3 class="who">{words.you}</h3>
        <p>{turn.text}</p>
        {turn.state === "failed" && (
          <p class="row who">
            {words.not_sent}
            {/* The newest failure has its button in the alert. */}
            {turn !== conversation.failed && (
              <button type="button" onClick={() => void conversation.retry(turn.id)}>
                {words.retry}
              </button>
            )}
          </p>
        )}
      </article>
      {turn.answers.map((answer, place) => (
        <Card desk={desk} answer={answer} asked={turn.text} name={`${turn.id}-${place}`} />
      ))}
    </div>
  );
}
