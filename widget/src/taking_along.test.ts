import { h, render } from "preact";
import { afterEach, expect, test, vi } from "vitest";
import { addStyles } from "./styles";
import { printOnly } from "./taking_along";

const STYLES = "adoptedStyleSheets";
const KINDS = [document, document.createElement("div").attachShadow({ mode: "open" })].map(owner);
const known = KINDS.map((kind) => Object.getOwnPropertyDescriptor(kind, STYLES)!);

afterEach(() => {
  KINDS.forEach((kind, index) => Object.defineProperty(kind, STYLES, known[index]!));
  vi.unstubAllGlobals();
});

/** The prototype that has the property. */
function owner(place: object): object {
  return Object.hasOwn(place, STYLES) ? place : owner(Object.getPrototypeOf(place) as object);
}

/** Browsers from before 2023 have neither the property nor the constructor. */
function growOld(): void {
  for (const kind of KINDS) Reflect.deleteProperty(kind, STYLES);
  vi.stubGlobal("CSSStyleSheet", class {
    constructor() {
      throw new TypeError("Illegal constructor");
    }
  });
}

/** How many sets of styles the page has. */
function count(): number {
  return (STYLES in document ? document.adoptedStyleSheets.length : 0) + document.querySelectorAll("head style").length;
}

test.each([["new", () => {}], ["old", growOld]])("a page is printed alone, and as before afterwards: %s browsers", (_, age) => {
  age();
  const during: number[] = [];
  vi.stubGlobal("print", () => during.push(count()));
  printOnly(document.createElement("lantern-chat"));
  printOnly(document.createElement("lantern-chat"));
  expect(during).toEqual([1, 2]);
  dispatchEvent(new Event("afterprint"));
  expect(count()).toBe(0);
});

test("old browsers have the window's own styles inside its shadow tree", () => {
  growOld();
  const root = document.createElement("div").attachShadow({ mode: "open" });
  addStyles(root, "p { color: red }");
  render(h("p", null, "words"), root);
  expect(root.querySelector("style")!.textContent).toBe("p { color: red }");
  expect(count()).toBe(0);
});
