/** The chat window itself, from its heading to the field at its foot. */

import type { Desk } from "../desk";
import { Composer } from "./composer";
import { Failed, WaysOn } from "./failure";
import { Greeting } from "./greeting";
import { Help } from "./help";
import { Icon } from "./icon";
import { Menu } from "./menu";
import { MyQuestions } from "./my_questions";
import { Turns } from "./turns";

export function Window({ desk }: { desk: Desk }) {
  const { words, settings, mine, menu } = desk;
  return (
    <div
      class="window"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        event.preventDefault();
        event.stopPropagation();
        desk.back();
      }}
    >
      <header>
        <h2 class="heading" lang={settings.title ? settings.language : ""}>
          {desk.title}
        </h2>
        <button
          type="button"
          class="to-menu"
          aria-expanded={menu}
          aria-controls="menu"
          onClick={() => desk.set({ menu: !menu, deletion: "no" })}
        >
          <Icon name="menu" /> {words.menu}
        </button>
        <button type="button" onClick={() => desk.close()}>
          <Icon name="close" /> {words.close}
        </button>
      </header>
      <div class="safety">
        <button type="button" class="leave" aria-describedby="leave" onClick={() => desk.leave()}>
          <Icon name="leave" /> {words.leave}
        </button>
        <span id="leave" class="unseen">
          {words.leave_hint}
        </span>
        <Help desk={desk} />
      </div>
      <div id="menu" class="menu" hidden={!menu}>
        {menu && <Menu desk={desk} />}
      </div>
      <div class="scroller" role="region" aria-label={mine ? words.my_questions : words.log} tabIndex={0}>
        {mine && <MyQuestions desk={desk} />}
        <div hidden={mine}>
          <Talk desk={desk} />
        </div>
      </div>
      <Composer desk={desk} />
    </div>
  );
}

function Talk({ desk }: { desk: Desk }) {
  const { words, conversation } = desk;
  const { failed, restoring, waiting } = conversation;
  return (
    <>
      <div role="alert">
        {desk.trouble && (
          <div class="failed">
            <p>{words[desk.trouble]}</p>
            <p>{words.urgent_meanwhile}</p>
            <WaysOn desk={desk} onRetry={() => void desk.reach()} />
          </div>
        )}
        {restoring === "failed" && (
          <div class="failed">
            <p>{words.not_restored}</p>
            <button type="button" onClick={() => void conversation.restore()}>
              {words.retry}
            </button>
          </div>
        )}
      </div>
      <Greeting desk={desk} />
      <Turns desk={desk} />
      <div role="alert">{failed && <Failed desk={desk} turn={failed} />}</div>
      <p class={waiting ? "status busy" : "status"} role="status">
        {waiting ? words.busy : restoring === "under way" ? words.restoring : desk.status}
      </p>
    </>
  );
}
