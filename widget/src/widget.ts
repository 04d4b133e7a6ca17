/** The script that a site adds: reads its own element's attributes and puts the widget at the end of the page. */

import { resolved } from "./addresses";
import { readAttributes } from "./attributes";
import { LanternChat } from "./element";

const NAME = "lantern-chat";

function begin(script: HTMLScriptElement | null): void {
  if (customElements.get(NAME)) {
    console.error("Lantern: the script is on this page twice. Allowed: once.");
    return;
  }
  customElements.define(NAME, LanternChat);
  const source = script?.src ?? "";
  const [options, problems] = readAttributes(script ?? document.createElement("script"), source, document);
  for (const problem of problems) console.error(problem);
  // Where the script came from, there is most likely the bot with its page.
  const page = options.staticPage ?? resolved("/faq/", source);
  if (!options.server && !page) return;
  const element = document.createElement(NAME) as LanternChat;
  document.body.append(element);
  if (options.server) void element.start(options, options.server);
  else if (page) element.showLink(page, options);
}

// Known only while the script itself runs.
const script = document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
if (document.body) begin(script);
else document.addEventListener("DOMContentLoaded", () => begin(script));
