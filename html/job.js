// Shows how far a job is: fetches its page again while the worker is at it, and replaces the state.
"use strict";

const pause = 2000; // milliseconds between two looks
const said = document.getElementById("said");

function show(page) {
  const focused = document.activeElement.id;
  document.getElementById("job").replaceWith(page.getElementById("job"));
  const { textContent } = page.getElementById("said");
  // Only a change is read out.
  if (said.textContent !== textContent) said.textContent = textContent;
  if (focused) document.getElementById(focused)?.focus();
}

async function look() {
  if (!("busy" in document.getElementById("job").dataset)) return;
  try {
    const answer = await fetch(location.href);
    if (answer.ok) show(new DOMParser().parseFromString(await answer.text(), "text/html"));
  } catch {
    // The server is away for a moment; the link "Check again" says why.
  }
  setTimeout(look, pause);
}

setTimeout(look, pause);
