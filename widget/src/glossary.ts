/** Finds the medical words of a text that can be explained on tap. */

import type { Term } from "./settings";

const LETTER_BEFORE = /[\p{L}\p{N}]$/u;

export type Piece = { text: string; term: Term | null };

/**
 * Cut a text into pieces, so that each term's first place in it is a piece of its own.
 *
 * @param text What is shown.
 * @param glossary The terms; the longest way of writing wins where several fit.
 */
export function cut(text: string, glossary: readonly Term[]): Piece[] {
  const byWriting = new Map<string, Term>();
  for (const term of glossary) for (const written of term.written) byWriting.set(written.toLowerCase(), term);
  if (!byWriting.size) return [{ text, term: null }];

  const writings = [...byWriting.keys()].sort((one, other) => other.length - one.length).map(escaped);
  const pattern = new RegExp(`(?:${writings.join("|")})(?![\\p{L}\\p{N}])`, "giu");
  const seen = new Set<Term>();
  const pieces: Piece[] = [];
  let end = 0;
  for (const match of text.matchAll(pattern)) {
    const term = byWriting.get(match[0].toLowerCase());
    // Looked at here and not in the pattern: browsers before 2023 cannot look back.
    if (!term || seen.has(term) || LETTER_BEFORE.test(text.slice(0, match.index))) continue;
    seen.add(term);
    if (match.index > end) pieces.push({ text: text.slice(end, match.index), term: null });
    pieces.push({ text: match[0], term });
    end = match.index + match[0].length;
  }
  if (end < text.length) pieces.push({ text: text.slice(end), term: null });
  return pieces;
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
}
