/** Links: to places on the web, and to people who can be called. An unsafe address is shown as text, not linked. */

import type { ComponentChildren } from "preact";
import { dialAddress, webAddress } from "../addresses";
import type { Link } from "../answer";
import { fill, type Words } from "../strings";
import { Icon } from "./icon";

type WebLinkProps = { words: Words; address: string | null; children: ComponentChildren };

/** A link to a web page, which opens beside this one and learns nothing of it. */
export function WebLink({ words, address, children }: WebLinkProps) {
  const safe = webAddress(address);
  if (!safe) return <>{children}</>;
  return (
    <a href={safe} target="_blank" rel="noopener noreferrer" referrerpolicy="no-referrer">
      {children}
      <span class="unseen"> ({words.new_window})</span>
    </a>
  );
}

/** One place of an answer, in a line. */
export function Place({ words, link }: { words: Words; link: Link }) {
  const call = dialAddress("tel", link.phone);
  return (
    <li>
      <WebLink words={words} address={link.url}>
        {link.title}
      </WebLink>
      {link.purpose && `, ${link.purpose}`}
      {link.phone && ": "}
      {call ? <a href={call}>{link.phone}</a> : link.phone}
    </li>
  );
}

/** People to talk to now: large buttons to call and, where that works, to text. */
export function People({ words, contacts, language }: { words: Words; contacts: Link[]; language: string }) {
  return (
    <ul class="people">
      {contacts.map((contact) => {
        const { title, purpose, phone, sms, url } = contact;
        const call = dialAddress("tel", phone);
        const text = dialAddress("sms", sms);
        return (
          <li>
            <p lang={language}>
              <strong>{title}</strong>
              {purpose && `: ${purpose}`}
            </p>
            <div class="row">
              {call && (
                <a class="button strong" href={call}>
                  <Icon name="phone" /> {fill(words.call, { phone })}
                </a>
              )}
              {text && (
                <a class="button" href={text}>
                  {fill(words.text_to, { phone: sms })}
                </a>
              )}
              {webAddress(url) && (
                <WebLink words={words} address={url}>
                  {fill(words.website, { title })}
                </WebLink>
              )}
            </div>
          </li>
        );
      })}
    </ul>
  );
}
