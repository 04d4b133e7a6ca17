"use strict";
// Shows the questions that hold all words that were typed; without this script, all of them are there.
(() => {
  const form = document.getElementById("search");
  const input = document.getElementById("words");
  const found = document.getElementById("found");
  const plain = (text) => text.toLowerCase().normalize("NFKD").replace(/\p{Diacritic}/gu, "");
  const entries = [...document.querySelectorAll("article")].map((article) => ({
    article,
    line: document.querySelector(`nav [data-topic="${article.id}"]`),
    text: plain(article.textContent),
  }));

  function show() {
    const words = plain(input.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const { article, line, text } of entries) {
      const fits = words.every((word) => text.includes(word));
      article.hidden = line.hidden = !fits;
      count += fits;
    }
    for (const section of document.querySelectorAll("section")) {
      section.hidden = !section.querySelector("article:not([hidden])");
    }
    for (const list of document.querySelectorAll("nav ul")) {
      list.hidden = list.previousElementSibling.hidden = !list.querySelector("li:not([hidden])");
    }
    const { one, many, none } = found.dataset;
    found.textContent = words.length ? [none, one][count] ?? many.replace("{count}", count) : "";
  }

  form.hidden = false;
  form.addEventListener("submit", (event) => event.preventDefault());
  input.addEventListener("input", show);
  // A link to a question that is hidden just now has to lead there all the same.
  addEventListener("hashchange", () => {
    const target = document.getElementById(location.hash.slice(1));
    if (target?.hidden) {
      input.value = "";
      show();
      target.scrollIntoView();
    }
  });
})();
