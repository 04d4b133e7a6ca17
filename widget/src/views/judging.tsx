/** What can be done with an answer: judge it, copy it, keep it for the care team, say that it missed. */

import type { Desk } from "../desk";
import { copy } from "../taking_along";
import { answerText } from "../transcript";
import type { CardProps } from "./card";
import { Icon } from "./icon";

const LONGEST_COMMENT = 500;

/** The buttons under an answer. */
export function Judging(props: CardProps) {
  const { desk, answer, asked } = props;
  const { words } = desk;
  const copied = async (): Promise<void> =>
    desk.set({ status: (await copy(answerText(answer, words))) ? words.copied : words.not_copied });
  return (
    <div class="judging">
      {answer.answer_id && <Thumbs {...props} />}
      <div class="row">
        <button type="button" class="quiet" onClick={() => void copied()}>
          {words.copy}
        </button>
        <Keep desk={desk} question={answer.kind === "answer" ? answer.title : asked} label={words.keep} />
      </div>
    </div>
  );
}

/** A toggle that keeps a question in this browser. */
export function Keep({ desk: { kept }, question, label }: { desk: Desk; question: string; label: string }) {
  const is = kept.has(question);
  return (
    <button type="button" class={is ? "quiet on" : "quiet"} aria-pressed={is} onClick={() => kept.toggle(question)}>
      {label}
      {is && <span aria-hidden="true"> ✓</span>}
    </button>
  );
}

function Thumbs({ desk, answer, name }: CardProps) {
  const { words } = desk;
  const { verdict, commented } = desk.card(name);
  const thumb = (which: "up" | "down", label: string) => (
    <button
      type="button"
      class={verdict === which ? "quiet on" : "quiet"}
      aria-pressed={verdict === which}
      onClick={() => void desk.judge(name, answer, verdict === which ? null : which)}
    >
      <Icon name={which} /> {label}
    </button>
  );
  return (
    <>
      <div class="row">
        {thumb("up", words.helpful)}
        {thumb("down", words.not_helpful)}
        <button type="button" class="quiet" onClick={() => desk.missed(name, answer)}>
          {words.not_meant}
        </button>
      </div>
      {verdict === "down" && !commented && (
        <form
          class="comment"
          onSubmit={(event) => {
            event.preventDefault();
            const comment = (event.currentTarget.elements[0] as HTMLTextAreaElement).value.trim();
            if (comment) void desk.judge(name, answer, "down", comment);
          }}
        >
          <label for={`${name}-comment`}>{words.comment}</label>
          <textarea id={`${name}-comment`} rows={2} maxLength={LONGEST_COMMENT} />
          <button type="submit">{words.comment_send}</button>
        </form>
      )}
    </>
  );
}
