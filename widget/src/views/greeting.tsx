/** What stands before the first message: what this is, what to do in an emergency, what is kept, what can be asked. */

import type { Desk } from "../desk";
import { ChoiceList } from "./card";

const MOST_SUGGESTIONS = 3;

export function Greeting({ desk }: { desk: Desk }) {
  const { words, settings, language } = desk;
  const { greeting, suggestions } = settings;
  const notice = (sentence: string, otherwise: string, kind = "") => (
    <p class={kind} lang={sentence ? greeting.language : language}>
      {sentence || otherwise}
    </p>
  );
  return (
    <>
      <section class="card notices" aria-label={words.about_this_chat}>
        {language !== settings.language && notice("", words.english_answers, "strong-words")}
        {notice(greeting.notice_medical, words.notice_medical)}
        {notice(greeting.notice_emergency, words.notice_emergency, "emergency")}
        {notice(greeting.notice_stored, words.notice_stored)}
      </section>
      <section class="card" aria-label={words.bot}>
        {notice(greeting.text, words.hello)}
        {suggestions.length > 0 && (
          <>
            <h3>{words.suggestions}</h3>
            <ChoiceList desk={desk} choices={suggestions.slice(0, MOST_SUGGESTIONS)} language={settings.language} />
          </>
        )}
      </section>
    </>
  );
}
