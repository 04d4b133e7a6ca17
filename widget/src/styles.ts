/** Styles of our own, put where a strict policy of the page lets them in. */

/** Put styles into the page or into a shadow tree; return what takes them out again. */
export function addStyles(place: Document | ShadowRoot, styles: string): () => void {
  if ("adoptedStyleSheets" in place) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(styles);
    place.adoptedStyleSheets = [...place.adoptedStyleSheets, sheet];
    return () => {
      place.adoptedStyleSheets = place.adoptedStyleSheets.filter((other) => other !== sheet);
    };
  }
  // Phones from before 2023; a strict policy that forbids style elements would have to make an exception for them.
  const element = document.createElement("style");
  element.textContent = styles;
  ((place as Document).head ?? place).append(element);
  return () => element.remove();
}
