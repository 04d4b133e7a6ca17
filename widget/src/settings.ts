/** What the server says about itself (`GET settings`). What it leaves out, the views say in their own words. */

import { CHOICE, LINK } from "./answer";
import { fit, type Of } from "./shape";

const TERM = { term: "", written: [""], explanation: "", topic: null } as const;
const SETTINGS = {
  language: "en",
  title: "",
  greeting: { language: "en", text: "", notice_medical: "", notice_emergency: "", notice_stored: "" },
  suggestions: [CHOICE],
  emergency: [LINK],
  words: { not_meant: "" },
  static_page: "/faq/",
  glossary: [TERM],
  limits: { characters: 2000 },
} as const;

export type Term = Of<typeof TERM>;
export type Settings = Of<typeof SETTINGS>;

/** Return the settings; anything that is missing or wrong is as if the server had said nothing of it. */
export function readSettings(value: unknown): Settings {
  return fit(value, SETTINGS);
}
