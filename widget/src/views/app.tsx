/** The whole widget: the button that opens it, the window, and what goes on paper. */

import type { Desk } from "../desk";
import { lift } from "../presenting";
import { fill } from "../strings";
import { Icon } from "./icon";
import { Window } from "./window";

export function App({ desk }: { desk: Desk }) {
  const { words, options } = desk;
  return (
    // The interface's languages are written from left to right, whatever the page's is.
    <section
      class="root"
      aria-label={words.region}
      lang={desk.language}
      dir="ltr"
      data-scheme={options.scheme}
      data-position={options.position}
    >
      <Launcher desk={desk} />
      <dialog
        popover="manual"
        class={desk.open ? "panel open" : "panel"}
        data-large={desk.large}
        data-large-text={desk.largeText}
        aria-label={desk.title}
        onCancel={(event) => {
          event.preventDefault();
          desk.back();
        }}
      >
        <Window desk={desk} />
      </dialog>
      <div class="paper">{desk.paper}</div>
    </section>
  );
}

function Launcher({ desk }: { desk: Desk }) {
  const { words, open, unread } = desk;
  return (
    <div
      class="launcher"
      popover="manual"
      hidden={open}
      ref={(place) => {
        if (place && !open) lift(place);
      }}
    >
      <button type="button" class="strong" aria-expanded={open} aria-haspopup="dialog" onClick={() => desk.show()}>
        <Icon name="chat" /> {words.launcher}
        {unread > 0 && (
          <span class="badge">{unread === 1 ? words.unread_one : fill(words.unread, { count: unread })}</span>
        )}
      </button>
    </div>
  );
}
