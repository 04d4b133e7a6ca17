/** What a site says in the `data-` attributes of the script element, and what is wrong with it. */

import { resolved, webAddress } from "./addresses";
import { LANGUAGES, type Language } from "./strings";

export type Options = {
  /** The server's address without a path, or null where it cannot be known. */
  server: string | null;
  language: Language;
  suggestions: string[];
  staticPage: string | null;
  position: "left" | "right";
  scheme: "auto" | "light" | "dark";
  memory: "browser" | "tab";
  leaveTo: string;
};

const NEUTRAL_PAGE = "https://www.wikipedia.org/";
const TOPICS = /^[a-z][a-z0-9_]{0,127}(,[a-z][a-z0-9_]{0,127})*$/;
const NAMES = ["server", "language", "suggestions", "static-page", "position", "scheme", "memory", "leave-to"] as const;
type Name = (typeof NAMES)[number];

/** Return the options and a sentence for every problem; a problem never stops the rest from being read. */
export function readAttributes(script: HTMLElement, scriptAddress: string, page: Document): [Options, string[]] {
  const problems: string[] = [];

  /** Return what `read` makes of an attribute, or `otherwise` where it is not there or not usable. */
  function value<T>(name: Name, read: (text: string) => T | null | undefined, otherwise: T, allowed: string): T {
    const text = script.getAttribute(`data-${name}`)?.trim();
    if (text === undefined) return otherwise;
    const found = read(text) ?? null;
    if (found === null) problems.push(`Lantern: data-${name}="${text}" is not usable. Allowed: ${allowed}.`);
    return found ?? otherwise;
  }
  const oneOf = <T extends string>(name: Name, allowed: readonly T[]): T =>
    value(name, (text) => allowed.find((each) => each === text), allowed[0]!, allowed.join(", "));
  const address = (name: Name): string | null =>
    value<string | null>(name, (text) => resolved(text, page.baseURI), null, "an https:// address, or a path on this site");
  // A server that is given and wrong is not replaced by another.
  const given = script.hasAttribute("data-server");
  const ownServer = !given && scriptAddress ? new URL(scriptAddress).origin : null;
  const wanted = "the address of the bot's server without a path, such as https://bot.example";
  if (!given && !ownServer) problems.push(`Lantern: data-server is missing. Allowed: ${wanted}.`);

  const options: Options = {
    server: value("server", originOf, ownServer, wanted),
    language: value("language", languageOf, languageOf(page.documentElement.lang) ?? "en", LANGUAGES.join(", ")),
    suggestions: value("suggestions", topicsOf, [], "names of topics with commas between them"),
    staticPage: address("static-page"),
    position: oneOf("position", ["right", "left"]),
    scheme: oneOf("scheme", ["auto", "light", "dark"]),
    memory: oneOf("memory", ["browser", "tab"]),
    leaveTo: address("leave-to") ?? NEUTRAL_PAGE,
  };
  return [options, [...problems, ...misspelt(script)]];
}

function originOf(text: string): string | null {
  const address = webAddress(text);
  if (!address) return null;
  const { origin, pathname, search } = new URL(address);
  return pathname + search === "/" ? origin : null;
}

function languageOf(text: string): Language | undefined {
  return LANGUAGES.find((known) => text.toLowerCase().split("-")[0] === known);
}

function topicsOf(text: string): string[] | null {
  const names = text.replace(/\s/g, "");
  return TOPICS.test(names) ? names.split(",") : null;
}

/** Other tools add `data-` attributes to scripts too: only what begins like one of ours is taken for a slip. */
function misspelt(script: HTMLElement): string[] {
  const allowed = NAMES.map((name) => `data-${name}`);
  const begins = (name: string): string => name.slice(0, "data-xx".length);
  return script
    .getAttributeNames()
    .filter((name) => !allowed.includes(name) && allowed.some((known) => begins(known) === begins(name)))
    .map((name) => `Lantern: ${name} is no attribute of the widget. Allowed: ${allowed.join(", ")}.`);
}
