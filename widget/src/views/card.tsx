/** One answer as a card. */

import type { Answer, Choice, Kind } from "../answer";
import type { Desk } from "../desk";
import { fill } from "../strings";
import { Icon } from "./icon";
import { Judging, Keep } from "./judging";
import { People, Place, WebLink } from "./place";
import { Reading } from "./reading";

/** Low energy: more than this many ways on are no help. */
const MOST_FOLLOW_UPS = 3;
const WORTH_KEEPING: readonly Kind[] = ["answer", "not_covered", "advice_declined", "support"];

/** `asked` is what the person typed; `name` is the card's own, for as long as the page is open. */
export type CardProps = { desk: Desk; answer: Answer; asked: string; name: string };

/** A reply of the bot. */
export function Card(props: CardProps) {
  const { desk, answer, name } = props;
  const { words } = desk;
  const { kind, language } = answer;
  if (kind === "danger") return <Danger {...props} />;
  return (
    <article class={`card ${kind}`} aria-labelledby={name}>
      <h3 id={name}>
        <span class="who">{words.bot}</span>
        {kind === "answer" && (
          <>
            <span class="unseen">. </span>
            <span class="understood">{words.understood}</span>{" "}
            <span class="title" lang={language}>
              {answer.title}
            </span>
          </>
        )}
      </h3>
      <Reading {...props} text={answer.short} />
      {answer.more && (
        <details>
          <summary>{words.more}</summary>
          <Reading {...props} text={answer.more} />
        </details>
      )}
      {answer.questions.length > 0 && (
        <>
          <h4>{words.questions}</h4>
          <ul class="questions">
            {answer.questions.map((question) => (
              <li>
                <span lang={language}>{question}</span>
                <Keep desk={desk} question={question} label={words.keep_question} />
              </li>
            ))}
          </ul>
        </>
      )}
      <Evidence {...props} />
      {answer.choices.length > 0 && (
        <>
          <h4>{kind === "clarify" ? words.clarify : words.choices}</h4>
          <ChoiceList
            desk={desk}
            choices={kind === "clarify" ? answer.choices : answer.choices.slice(0, MOST_FOLLOW_UPS)}
            language={language}
          />
        </>
      )}
      {WORTH_KEEPING.includes(kind) && <Judging {...props} />}
    </article>
  );
}

function Evidence({ desk: { words }, answer }: CardProps) {
  const { sources, links, disclaimer, language } = answer;
  if (!sources.length && !links.length && !disclaimer) return null;
  return (
    <div class="evidence">
      {sources.length > 0 && (
        <>
          <h4>{words.sources}</h4>
          <ul lang={language}>
            {sources.map((line) => (
              <li>
                <WebLink words={words} address={line.url}>
                  {fill(words.source, line)}
                </WebLink>
              </li>
            ))}
          </ul>
        </>
      )}
      {links.length > 0 && (
        <>
          <h4>{words.links}</h4>
          <ul lang={language}>
            {links.map((link) => (
              <Place words={words} link={link} />
            ))}
          </ul>
        </>
      )}
      {disclaimer && <p lang={language}>{disclaimer}</p>}
    </div>
  );
}

/** Topics to choose from, one button each. */
export function ChoiceList({ desk, choices, language }: { desk: Desk; choices: readonly Choice[]; language: string }) {
  return (
    <ul class="choices" lang={language}>
      {choices.map(({ title, topic }) => (
        <li>
          <button type="button" onClick={() => void desk.conversation.ask(title, topic)}>
            {title}
          </button>
        </li>
      ))}
    </ul>
  );
}

/** A message that needs a human now: whom to call comes first, and nothing else is offered. */
function Danger({ desk: { words }, answer, name }: CardProps) {
  const { language, links, more, disclaimer } = answer;
  return (
    <article class="card danger" aria-labelledby={name}>
      <h3 id={name}>
        <Icon name="alert" /> {words.danger}
      </h3>
      <p lang={language}>{answer.short}</p>
      {more && <p lang={language}>{more}</p>}
      {links.length > 0 && (
        <>
          <h4>{words.links_danger}</h4>
          <People words={words} contacts={links} language={language} />
        </>
      )}
      {disclaimer && <p lang={language}>{disclaimer}</p>}
    </article>
  );
}
