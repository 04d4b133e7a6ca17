/** What went wrong, in plain words, with the ways on. */

import { resolved } from "../addresses";
import type { FailureKind } from "../client";
import type { Turn } from "../conversation";
import type { Desk } from "../desk";
import { fill, type Words } from "../strings";
import { WebLink } from "./place";

const SENTENCES: Record<FailureKind, keyof Words> = {
  offline: "failed_offline",
  timeout: "failed_timeout",
  many: "failed_many",
  server: "failed_server",
  empty: "failed_empty",
  refused: "failed_refused",
};

/** A question that got no answer. */
export function Failed({ desk, turn }: { desk: Desk; turn: Turn }) {
  const { words, settings, language, conversation } = desk;
  const { kind, sentence, retryAfter } = turn.failure!;
  return (
    <div class="failed">
      <p>{words[SENTENCES[kind]]}</p>
      {/* The server's own sentence says more, to those who read its language. */}
      {language === settings.language && sentence && <p>{sentence}</p>}
      {retryAfter && <p>{fill(words.wait, { seconds: retryAfter })}</p>}
      <p>{words.urgent_meanwhile}</p>
      <WaysOn
        desk={desk}
        onRetry={() => {
          void conversation.retry(turn.id);
          desk.focusField();
        }}
      />
    </div>
  );
}

/** Try again, or read the static page. */
export function WaysOn({ desk, onRetry }: { desk: Desk; onRetry: () => void }) {
  return (
    <div class="row">
      <button type="button" class="strong" onClick={onRetry}>
        {desk.words.retry}
      </button>
      <StaticPage desk={desk} />
    </div>
  );
}

/** The link to the page of all questions and answers, which works without the bot. */
export function StaticPage({ desk: { words, settings, options, server } }: { desk: Desk }) {
  return (
    <WebLink words={words} address={options.staticPage ?? resolved(settings.static_page, server)}>
      {words.all_answers}
    </WebLink>
  );
}
