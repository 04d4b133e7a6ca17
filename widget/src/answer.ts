/** The Answer object of docs/channels/answer.schema.json; a test holds these shapes against it. */

import { fit, type Of } from "./shape";

export const KINDS = [
  "answer", "clarify", "not_covered", "out_of_scope", "advice_declined", "support", "danger", "talk", "error",
] as const;

export const SOURCE_LINE = { title: "", publisher: "", as_of: "", url: null } as const;
export const LINK = { title: "", purpose: "", url: null, phone: null, sms: null } as const;
/** The topic is null where the choice is "none of these". */
export const CHOICE = { title: "", topic: null } as const;
export const ANSWER = {
  kind: "",
  topic: null,
  area: null,
  language: "en",
  title: "",
  short: "",
  more: "",
  sources: [SOURCE_LINE],
  links: [LINK],
  questions: [""],
  choices: [CHOICE],
  disclaimer: "",
  answer_id: "",
  urgency: "none",
} as const;

export type Kind = (typeof KINDS)[number];
export type SourceLine = Of<typeof SOURCE_LINE>;
export type Link = Of<typeof LINK>;
export type Choice = Of<typeof CHOICE>;
export type Answer = Omit<Of<typeof ANSWER>, "kind"> & { kind: Kind };

/** Return the answers of a list that say something; a kind of the future is shown like small talk. */
export function readAnswers(value: unknown): Answer[] {
  return fit(value, [ANSWER])
    .map((answer) => ({ ...answer, kind: KINDS.find((kind) => kind === answer.kind) ?? "talk" }))
    .filter((answer) => answer.short);
}
