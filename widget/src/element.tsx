/** `<lantern-chat>`: puts the widget into a shadow tree of its own, where the page's styles do not reach. */

import { render } from "preact";
import type { Options } from "./attributes";
import { Desk } from "./desk";
import { Memory } from "./memory";
import { ENGLISH, wordsOf } from "./strings";
import style from "./style.css";
import { addStyles } from "./styles";

export class LanternChat extends HTMLElement {
  /** Show the widget as soon as its words are there. */
  async start(options: Options, server: string): Promise<void> {
    const memory = new Memory(server, () => (options.memory === "tab" ? sessionStorage : localStorage));
    const words = await wordsOf(options.language, server);
    const forget = (): void => {
      memory.clear();
      // What is on the screen goes before the next page has come.
      document.documentElement.style.setProperty("display", "none", "important");
      location.replace(options.leaveTo);
    };
    new Desk(words, options, server, styledRoot(this), memory, forget).draw();
  }

  /** Show only a link to the page of all questions and answers: for sites that name no usable server. */
  showLink(address: string, options: Options): void {
    // There is no server that could say it in another language.
    render(
      <section class="root" lang="en" aria-label={ENGLISH.region} data-scheme={options.scheme} data-position={options.position}>
        <div class="launcher">
          <a class="button strong" href={address}>
            {ENGLISH.all_answers}
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
