/**
 * The words of the interface. All of them stand in strings.json, which is all that a translator needs.
 *
 * English travels in the script; every other language is a file beside it, fetched where a page asks for it,
 * so that a new language makes nobody's script heavier.
 */

import { en } from "./strings.json";

export type Words = typeof en;

export const ENGLISH: Words = en;
/** The languages of strings.json; a test holds them together. */
export const LANGUAGES = ["en", "es"] as const;
export type Language = (typeof LANGUAGES)[number];

/** Return a sentence with its words in braces filled in; a brace without a value stays as it is. */
export function fill(sentence: string, values: Record<string, string | number | null>): string {
  return sentence.replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}
