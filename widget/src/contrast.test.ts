// The colours that a page may set keep enough contrast by default: WCAG 2.2, 1.4.3 (4.5 to 1) and 1.4.11 (3 to 1).
import { expect, test } from "vitest";
import styles from "./style.css?raw";

const TEXT: [string, string][] = [
  ["ink", "card"], ["ink", "paper"], ["ink", "mine"], ["soft", "card"], ["soft", "paper"], ["soft", "mine"],
  ["on-accent", "accent"], ["on-alarm", "alarm"], ["accent", "card"], ["accent", "mine"], ["alarm", "card"],
  ["ink", "alarm-card"], ["alarm", "alarm-card"],
];
// Borders of fields and buttons, and the ring of what has the focus.
const CONTROLS: [string, string][] = [["line", "card"], ["accent", "card"], ["accent", "paper"]];

/** The colours of one scheme by name, as six hexadecimal digits. */
function colours(suffix: "" | "-dark"): Record<string, string> {
  const found: Record<string, string> = {};
  for (const [, name, set, digits] of styles.matchAll(/--([a-z-]+): var\(--lantern-([a-z-]+), #([0-9a-f]+)\)/g)) {
    if (set === `${name}${suffix}`) found[name!] = digits!.length === 3 ? digits!.replace(/./g, "$&$&") : digits!;
  }
  return found;
}

function luminance(digits: string): number {
  const [red, green, blue] = [0, 2, 4].map((at) => {
    const share = parseInt(digits.slice(at, at + 2), 16) / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red! + 0.7152 * green! + 0.0722 * blue!;
}

function ratio(one: string, other: string): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light! + 0.05) / (dark! + 0.05);
}

for (const suffix of ["", "-dark"] as const) {
  const scheme = colours(suffix);
  for (const [least, pairs] of [[4.5, TEXT], [3, CONTROLS]] as const) {
    test.each(pairs)(`%s on %s${suffix}: at least ${least} to 1`, (front, ground) => {
      expect(ratio(scheme[front]!, scheme[ground]!)).toBeGreaterThanOrEqual(least);
    });
  }
}
