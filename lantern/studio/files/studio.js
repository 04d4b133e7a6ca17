// All of it works without this: hints then come with each save, and facts are named by their ids.
const form = document.getElementById("entry");
if (form) {
  const hints = document.getElementById("hints");
  let waiting;
  let asked = 0;
  const fresh = async () => {
    const mine = ++asked;
    const reply = await fetch(form.dataset.hints, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (!reply.ok || mine !== asked) return;
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    hints.replaceChildren(...page.body.childNodes);
  };
  const soon = (event) => {
    if (event.target.id === "fact-search") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => fresh().catch(() => {}), 600);
  };
  form.addEventListener("input", soon);
  // It belongs to the form, and stands beside it.
  document.getElementById("channel").addEventListener("input", soon);

  const search = document.getElementById("fact-search");
  const found = document.getElementById("found-facts");
  const citations = document.getElementById("citations");
  search.closest("[data-enhance]").hidden = false;
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  let looking;
  search.addEventListener("input", () => {
    clearTimeout(looking);
    looking = setTimeout(async () => {
      const reply = await fetch("/facts?" + new URLSearchParams({ q: search.value }));
      const page = new DOMParser().parseFromString(await reply.text(), "text/html");
      found.replaceChildren(...page.body.children);
    }, 300);
  });
  found.addEventListener("click", (event) => {
    const fact = event.target.dataset.fact;
    const named = citations.value.split(/[\s,]+/).filter(Boolean);
    if (!fact || named.includes(fact)) return;
    citations.value = [...named, fact].join(", ");
    citations.dispatchEvent(new Event("input", { bubbles: true }));
  });
}
