/** Copying, saving and printing, with nothing but what the browser itself can do. */

import { addStyles } from "./styles";

const BLOB_LIFE_MS = 10_000;

/** Copy a text; false if the browser does not allow it (pages without https). */
export async function copy(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}

/** Offer a text as a file; it is made in the browser and goes nowhere else. */
export function save(text: string, name: string): void {
  // The byte order mark tells simple editors that the file is UTF-8.
  const address = URL.createObjectURL(new Blob(["\ufeff", text], { type: "text/plain;charset=utf-8" }));
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), BLOB_LIFE_MS);
}

/**
 * Print what the element `<lantern-chat>` has laid out for paper, and nothing of the page around it.
 *
 * A second document in a frame would print alone, too, but not in every phone's browser.
 */
export function printOnly(host: HTMLElement): void {
  const remove = addStyles(
    document,
    `@media print { body > :not(${host.localName}) { display: none !important }
      html, body { background: none !important; margin: 0 !important; padding: 0 !important; height: auto !important } }`,
  );
  // Not when print() returns: on phones it returns at once.
  addEventListener("afterprint", remove, { once: true });
  print();
}
