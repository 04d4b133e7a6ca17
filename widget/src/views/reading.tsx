/** Text of an answer in which the medical words can be tapped for what they mean. */

import { cut } from "../glossary";
import { fill } from "../strings";
import type { CardProps } from "./card";

/** One or more paragraphs; the topic of the answer is not offered as an explanation of itself. */
export function Reading({ desk, answer, name, text }: CardProps & { text: string }) {
  const { words, settings, conversation } = desk;
  const { topic, language } = answer;
  const pieces = cut(text, settings.glossary.filter((entry) => !entry.topic || entry.topic !== topic));
  const { term: open } = desk.card(name);
  // The short text and the rest may both hold the word; it is explained where it was tapped.
  const explained = pieces.find(({ term }) => term && term === open) ? open : null;
  return (
    <div lang={language}>
      <p>
        {pieces.map(({ text: piece, term }) =>
          term ? (
            <button
              type="button"
              class="term"
              lang={language}
              aria-expanded={term === explained}
              onClick={() => desk.setCard(name, { term: term === explained ? null : term })}
            >
              {piece}
              <span class="unseen"> ({words.explain})</span>
            </button>
          ) : (
            piece
          ),
        )}
      </p>
      {explained && (
        <div class="explained">
          <p>
            <strong>{explained.term}</strong>: {explained.explanation}
          </p>
          {explained.topic && (
            <button type="button" onClick={() => void conversation.ask(explained.term, explained.topic)}>
              {fill(words.ask_more, { term: explained.term })}
            </button>
          )}
        </div>
      )}
    </div>
  );
}
