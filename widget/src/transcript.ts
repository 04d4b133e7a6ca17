/** Answers and conversations as plain text, to copy, to save and to print. */

import type { Answer } from "./answer";
import type { Turn } from "./conversation";
import { fill, type Words } from "./strings";

/** Return everything that an answer says. */
export function answerText(answer: Answer, words: Words): string {
  const blocks = [
    answer.kind === "answer" ? answer.title : "",
    answer.short,
    answer.more,
    list(words.questions, answer.questions),
    list(words.sources, answer.sources.map((line) => [fill(words.source, line), line.url].filter(Boolean).join(" "))),
    list(
      answer.kind === "danger" ? words.links_danger : words.links,
      answer.links.map((link) => `${link.title}, ${link.purpose}: ${[link.phone, link.url].filter(Boolean).join(" · ")}`),
    ),
    answer.disclaimer,
  ];
  return blocks.filter(Boolean).join("\n\n");
}

/** Return the whole conversation with its times, in the reader's own way of writing them. */
export function conversationText(turns: readonly Turn[], title: string, words: Words, language: string): string {
  const parts = turns.map((turn) => {
    const when = new Date(turn.at);
    const time = Number.isNaN(when.getTime()) ? "" : ` (${when.toLocaleString(language)})`;
    const answers = turn.answers.map((answer) => `${words.bot}:\n${answerText(answer, words)}`);
    return [`${words.you}${time}:\n${turn.text}`, ...answers].join("\n\n");
  });
  return [`${words.transcript}\n${title}`, ...parts].join("\n\n---\n\n") + "\n";
}

/** Return the kept questions with room to write under each. */
export function questionsText(questions: readonly string[], words: Words): string {
  return [words.my_questions, ...questions.map((question) => `[ ] ${question}`)].join("\n\n") + "\n";
}

function list(heading: string, items: readonly string[]): string {
  return items.length ? [`${heading}:`, ...items.map((item) => `- ${item}`)].join("\n") : "";
}
