// Searches while the user types: fetches the page that the form would show, and replaces the list.
"use strict";

const search = document.querySelector("form[data-live]");
const said = document.getElementById("count");
const pause = 200; // milliseconds after the last key
let waiting, asking, isBroken = false;

const { q } = search.elements;
q.setSelectionRange(q.value.length, q.value.length);

// Only non-empty fields, so that the address stays short.
function address() {
  const asked = new URLSearchParams([...new FormData(search)].filter(([, value]) => value));
  if (asked.get("sort") === search.elements.sort.options[0].value) asked.delete("sort");
  return search.action + (asked.size ? "?" + asked : "");
}

async function find() {
  clearTimeout(waiting);
  asking?.abort();
  const mine = asking = new AbortController();
  const url = address();
  const found = document.getElementById("found");
  found.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(url, { signal: mine.signal });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    found.replaceWith(page.getElementById("found"));
    said.textContent = page.getElementById("count").textContent;
    history.replaceState(null, "", url);
  } catch (error) {
    if (mine.signal.aborted) return; // a newer search is running
    isBroken = true;
    found.removeAttribute("aria-busy");
    said.textContent = said.dataset.broken;
  }
}

search.addEventListener("input", (event) => {
  clearTimeout(waiting);
  waiting = setTimeout(find, event.target.id === "q" ? pause : 0);
});

search.addEventListener("submit", (event) => {
  if (isBroken) return;
  event.preventDefault();
  find();
});
