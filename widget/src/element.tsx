/** `<lantern-chat>`: puts the widget into a shadow tree of its own, where the page's styles do not reach. */

import { render } from "preact";
import type { Options } from "./attributes";
import { Desk } from "./desk";
import { Memory } from "./memory";
import { ENGLISH } from "./strings";
import style from "./style.css";
import { addStyles } from "./styles";

/** Other words than English are waited for so long; then the window is there in English until they come. */
const PATIENCE_MS = 1000;

export class LanternChat extends HTMLElement {
  /** Show the widget. */
  async start(options: Options, server: string): Promise<void> {
    const memory = new Memory(server, () => (options.memory === "tab" ? sessionStorage : localStorage));
    const forget = (): void => {
      memory.clear();
      // What is on the screen goes before the next page has come.
      document.documentElement.style.setProperty("display", "none", "important");
      location.replace(options.leaveTo);
    };
    const desk = new Desk(options, server, styledRoot(this), memory, forget);
    await Promise.race([desk.speak(options.language), new Promise((done) => setTimeout(done, PATIENCE_MS))]);
    desk.draw();
  }

  /** Show only a link to the page of all questions and answers: for sites that name no usable server. */
  showLink(address: string, options: Options): void {
    // There is no server that could say it in another language.
    render(
      <section class="root" lang="en" aria-label={ENGLISH.region} data-scheme={options.scheme} data-position={options.position}>
        <div class="launcher">
          <a class="button strong" href={address}>
            {ENGLISH.not_here} {ENGLISH.all_answers}
          </a>
        </div>
      </section>,
      styledRoot(this),
    );
  }
}

function styledRoot(host: HTMLElement): ShadowRoot {
  const root = host.attachShadow({ mode: "open" });
  addStyles(root, style);
  return root;
}
