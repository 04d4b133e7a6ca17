/** Showing the window above everything else on the page, and fitting it to the part of the screen that is left. */

/** On a small screen, or under strong magnification, the window takes all of it and the page behind rests. */
const SMALL = "(max-width: 35em), (max-height: 30em)";

/** Show an element above the whole page, whatever its `z-index`es; where browsers cannot, ours is the highest. */
export function lift(element: HTMLElement): void {
  if ("showPopover" in element && element.isConnected && !element.matches(":popover-open")) element.showPopover();
}

/** Show the window; returns how to take it away again. */
export function present(dialog: HTMLDialogElement): () => void {
  const small = matchMedia(SMALL);
  const show = (): void => {
    const focused = (dialog.getRootNode() as ShadowRoot).activeElement;
    hide(dialog);
    if (small.matches) dialog.showModal();
    else lift(dialog);
    if (focused instanceof HTMLElement && dialog.contains(focused)) focused.focus();
  };
  const fit = (): void => fitToVisiblePart(dialog);
  small.addEventListener("change", show);
  visualViewport?.addEventListener("resize", fit);
  visualViewport?.addEventListener("scroll", fit);
  fit();
  show();
  return () => {
    small.removeEventListener("change", show);
    visualViewport?.removeEventListener("resize", fit);
    visualViewport?.removeEventListener("scroll", fit);
    hide(dialog);
  };
}

function hide(dialog: HTMLDialogElement): void {
  if (dialog.open) dialog.close();
  else if ("hidePopover" in dialog && dialog.matches(":popover-open")) dialog.hidePopover();
}

/** A phone's keyboard covers the page without making it smaller; the window must end above it. */
function fitToVisiblePart(dialog: HTMLDialogElement): void {
  if (!visualViewport) return;
  dialog.style.setProperty("--visible-height", `${visualViewport.height}px`);
  dialog.style.setProperty("--visible-top", `${visualViewport.offsetTop}px`);
}
