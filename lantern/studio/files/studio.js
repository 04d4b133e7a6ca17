// All of it works without this: hints then come with each save, and what is chosen is named by its id.
const form = document.getElementById("entry");
if (form) {
  const hints = document.getElementById("hints");
  let waiting;
  let asked = 0;
  const fresh = async () => {
    const mine = ++asked;
    // What stands there is of what was typed before; the first time takes some seconds.
    hints.setAttribute("aria-busy", "true");
    const reply = await fetch(form.dataset.hints, { method: "POST", body: new URLSearchParams(new FormData(form)) });
    if (mine !== asked) return;
    if (!reply.ok) return hints.removeAttribute("aria-busy");
    const page = new DOMParser().parseFromString(await reply.text(), "text/html");
    hints.replaceChildren(...page.body.childNodes);
    hints.removeAttribute("aria-busy");
  };
  const soon = (event) => {
    if (event.target.type === "search") return;
    clearTimeout(waiting);
    waiting = setTimeout(() => fresh().catch(() => hints.removeAttribute("aria-busy")), 600);
  };
  form.addEventListener("input", soon);
  // It belongs to the form, and stands beside it.
  document.getElementById("channel").addEventListener("input", soon);

  for (const place of document.querySelectorAll("[data-find]")) {
    const search = place.querySelector("input");
    const found = place.querySelector("ul");
    const field = document.getElementById(place.dataset.into);
    place.hidden = false;
    search.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    let looking;
    search.addEventListener("input", () => {
      clearTimeout(looking);
      looking = setTimeout(async () => {
        if (!search.value.trim()) return found.replaceChildren();
        const reply = await fetch(place.dataset.find + "?" + new URLSearchParams({ q: search.value }));
        const page = new DOMParser().parseFromString(await reply.text(), "text/html");
        found.replaceChildren(...page.body.children);
      }, 300);
    });
    found.addEventListener("click", (event) => {
      const picked = event.target.dataset.pick;
      const named = field.value.split(/[\s,]+/).filter(Boolean);
      if (!picked || named.includes(picked)) return;
      field.value = [...named, picked].join(", ");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  for (const place of document.querySelectorAll("[data-add]")) {
    const choice = place.querySelector("input");
    const field = document.getElementById(place.dataset.add);
    place.hidden = false;
    choice.addEventListener("keydown", (event) => {
      if (event.key === "Enter") event.preventDefault();
    });
    place.querySelector("button").addEventListener("click", () => {
      const lines = field.value.split("\n").filter((line) => line.trim());
      const line = choice.value.trim();
      choice.value = "";
      if (!line || lines.includes(line)) return;
      field.value = [...lines, line].join("\n");
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }
}
