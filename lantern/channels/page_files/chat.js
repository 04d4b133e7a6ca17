"use strict";
// The plain chat page. Everything that comes from the bot is set as text, never as HTML.
(() => {
  const log = document.getElementById("log");
  const status = document.getElementById("status");
  const form = document.getElementById("form");
  const input = document.getElementById("text");
  const words = log.dataset;
  const sender = (sessionStorage.sender ||= crypto.randomUUID());

  function element(name, text, className) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    if (className) made.className = className;
    return made;
  }

  function list(parent, heading, items) {
    if (!items.length) return;
    parent.append(element("h3", heading));
    const made = element("ul");
    for (const item of items) made.append(item);
    parent.append(made);
  }

  function anchor(text, address) {
    const made = element("a", text);
    made.href = address;
    made.target = "_blank";
    made.rel = "noopener noreferrer";
    return made;
  }

  function source(line) {
    const item = element("li");
    const text = words.source
      .replace("{publisher}", line.publisher).replace("{title}", line.title).replace("{as_of}", line.as_of);
    item.append(line.url ? anchor(text, line.url) : text);
    return item;
  }

  function link(place) {
    const item = element("li");
    item.append(`${place.title}, ${place.purpose}: `);
    if (place.phone) {
      const call = element("a", place.phone);
      call.href = `tel:${place.phone.replace(/[^0-9+]/g, "")}`;
      item.append(call, " ");
    }
    if (place.url) item.append(anchor(new URL(place.url).host, place.url));
    return item;
  }

  function choices(card, answer) {
    if (!answer.choices.length) return;
    if (answer.kind !== "clarify") card.append(element("h3", words.choices));
    const made = element("ul", "", "choices");
    for (const choice of answer.choices) {
      const item = element("li");
      const button = element("button", choice.title);
      button.type = "button";
      button.addEventListener("click", () => ask(choice.title, choice.topic));
      item.append(button);
      made.append(item);
    }
    card.append(made);
  }

  function show(answer) {
    const card = element("article", "", `bot ${answer.kind}`);
    card.append(element("h2", words.bot));
    if (answer.kind === "answer") card.append(element("p", answer.title, "title"));
    card.append(element("p", answer.short, "short"));
    if (answer.more) {
      const more = element("details");
      more.append(element("summary", words.more), element("p", answer.more));
      card.append(more);
    }
    list(card, words.questions, answer.questions.map((text) => element("li", text)));
    list(card, words.sources, answer.sources.map(source));
    list(card, answer.kind === "danger" ? words.linksDanger : words.links, answer.links.map(link));
    choices(card, answer);
    if (answer.disclaimer) card.append(element("p", answer.disclaimer, "disclaimer"));
    log.append(card);
    return card;
  }

  function failed(text, topic) {
    const card = element("article", "", "bot error");
    card.append(element("p", words.unreachable));
    const retry = element("button", words.retry);
    retry.type = "button";
    retry.addEventListener("click", () => { card.remove(); deliver(text, topic); });
    card.append(retry);
    log.append(card);
    card.scrollIntoView({ block: "start" });
  }

  async function deliver(text, topic) {
    status.textContent = words.busy;
    try {
      const reply = await fetch("/webhooks/rest/webhook", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ sender, message: text, ...(topic && { topic }) }),
      });
      const messages = await reply.json();
      const cards = messages.flatMap((message) => message.answers || []).map(show);
      cards[0]?.scrollIntoView({ block: "start" });
    } catch {
      failed(text, topic);
    } finally {
      status.textContent = "";
    }
  }

  function ask(text, topic) {
    const card = element("article", "", "you");
    card.append(element("h2", words.you), element("p", text));
    log.append(card);
    return deliver(text, topic);
  }

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = input.value;
    input.value = "";
    input.focus();
    ask(text);
  });
  for (const button of log.querySelectorAll(".choices button")) {
    button.addEventListener("click", () => ask(button.textContent));
  }
})();
