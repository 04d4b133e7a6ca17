/** Where a question is typed. What is typed stays in the field, whatever happens to the window. */

import type { TargetedEvent } from "preact";
import type { Desk } from "../desk";

export function Composer({ desk }: { desk: Desk }) {
  const { words, complaint } = desk;
  function submit(event: TargetedEvent<HTMLElement>): void {
    event.preventDefault();
    const field = (event.currentTarget.closest("form") as HTMLFormElement).elements[0] as HTMLTextAreaElement;
    if (desk.submit(field.value)) field.value = "";
    field.focus();
  }
  return (
    <form class="composer" hidden={desk.mine} onSubmit={submit}>
      <label for="question">{words.input}</label>
      <div class="row">
        <textarea
          id="question"
          rows={1}
          autocomplete="off"
          aria-invalid={complaint !== ""}
          aria-describedby="complaint"
          onInput={() => complaint && desk.set({ complaint: "" })}
          onKeyDown={(event) => {
            // Enter also ends a word in some ways of writing; that one does not send.
            if (event.key === "Enter" && !event.shiftKey && !event.isComposing) submit(event);
          }}
        />
        <button type="submit" class="strong send">
          {words.send}
        </button>
      </div>
      <p id="complaint" class="complaint" role="alert">
        {complaint}
      </p>
    </form>
  );
}
