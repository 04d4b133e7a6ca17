/** The list of questions for the care team. */

import type { Desk } from "../desk";
import { save } from "../taking_along";
import { questionsText } from "../transcript";
import { Icon } from "./icon";

export function MyQuestions({ desk }: { desk: Desk }) {
  const { words, kept } = desk;
  const { all } = kept;
  const removed = (change: () => void): void => {
    change();
    // The pressed button is gone; without this, the focus would fall out of the window.
    desk.focusMine();
  };
  return (
    <div class="mine">
      <button type="button" onClick={() => desk.toChat()}>
        {words.back}
      </button>
      <h3 tabIndex={-1}>
        {words.my_questions}
      </h3>
      <p>{words.my_questions_intro}</p>
      {all.length ? (
        <ol>
          {all.map((question) => (
            <li key={question}>
              {question}
              <button type="button" class="quiet" onClick={() => removed(() => kept.remove(question))}>
                <Icon name="close" /> {words.remove}
                <span class="unseen">{question}</span>
              </button>
            </li>
          ))}
        </ol>
      ) : (
        <p>{words.my_questions_none}</p>
      )}
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const field = event.currentTarget.elements[0] as HTMLInputElement;
          kept.add(field.value);
          field.value = "";
        }}
      >
        <label for="own">{words.add_own}</label>
        <div class="row">
          <input id="own" autocomplete="off" maxLength={500} />
          <button type="submit">{words.add}</button>
        </div>
      </form>
      {all.length > 0 && (
        <div class="row">
          <button type="button" class="strong" onClick={() => desk.print(questionsText(all, words))}>
            {words.print_questions}
          </button>
          <button type="button" onClick={() => save(questionsText(all, words), words.file_questions)}>
            {words.save_questions}
          </button>
          <button type="button" onClick={() => removed(() => kept.clear())}>
            {words.clear}
          </button>
        </div>
      )}
    </div>
  );
}
