// Scan mode: sends each code as it is scanned, and shows the answer without leaving the input.
// The server tells codes apart; its page has everything that is shown here.
"use strict";

const entry = document.querySelector("form.scan");
const input = document.getElementById("code");
const sound = document.getElementById("sound");
const waiting = []; // codes that were scanned while another one is being sent
const { silence, again } = entry.dataset; // sentences in the user's language
let isSending = false;

function show(page) {
  for (const id of ["progress", "box", "people", "more"]) {
    document.getElementById(id).replaceWith(page.getElementById(id));
  }
  const reply = document.getElementById("reply"), said = page.getElementById("reply");
  reply.replaceChildren(...said.childNodes);
  reply.dataset.tone = said.dataset.tone;
  document.title = page.title;
  for (const part of entry.querySelectorAll(".scan-row, #sound-choice")) {
    part.hidden = !page.getElementById("code");
  }
}

function complain(sentence) {
  const reply = document.getElementById("reply");
  reply.textContent = sentence;
  reply.dataset.tone = "error";
}

function beep() {
  const { tone } = document.getElementById("reply").dataset;
  if (!sound?.checked || !["good", "error"].includes(tone)) return;
  const context = new AudioContext(), oscillator = context.createOscillator();
  oscillator.frequency.value = tone === "good" ? 880 : 220;
  oscillator.connect(context.destination);
  oscillator.start();
  oscillator.stop(context.currentTime + (tone === "good" ? 0.1 : 0.5));
}

// A code that could not be sent stays the first to be sent; its key makes a repetition harmless.
async function sendNext() {
  if (isSending || !waiting.length) return;
  isSending = true;
  const sent = new URLSearchParams(new FormData(entry));
  const codes = sent.getAll("code").slice(0, -1); // the last one is the input itself
  sent.delete("code");
  for (const code of [...codes, waiting[0]]) sent.append("code", code);
  try {
    const answer = await fetch(entry.action, { method: "POST", body: sent }).catch(() => {
      throw new Error(silence);
    });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (answer.status === 503 || !page.getElementById("box")) {
      throw new Error((page.getElementById("reply") ?? page.querySelector("main p"))?.textContent ??
        silence);
    }
    waiting.shift();
    show(page);
    beep();
  } catch (error) {
    complain(again.replace("{reason}", () => error.message));
    beep();
    return;
  } finally {
    isSending = false;
  }
  sendNext();
}

function scan(code) {
  // An empty Enter repeats what could not be sent.
  if (code || !waiting.length) waiting.push(code);
  sendNext();
}

if (input) {
  entry.addEventListener("submit", (event) => {
    event.preventDefault();
    const code = input.value;
    input.value = "";
    input.focus();
    scan(code);
  });
  // Some scanners end a code with Tab, Ctrl+J or Ctrl+M.
  input.addEventListener("keydown", (event) => {
    const isEnd = event.key === "Tab" ? !event.shiftKey : event.ctrlKey && /^[jm]$/i.test(event.key);
    if (!isEnd || !input.value) return;
    event.preventDefault();
    entry.requestSubmit();
  });
  // Wherever a scanner types, its code belongs into the input.
  document.addEventListener("keydown", (event) => {
    const isText = event.key.length === 1 && !event.ctrlKey && !event.altKey && !event.metaKey;
    if (isText && event.key !== " " && event.target.tagName !== "INPUT") input.focus();
  });
  document.getElementById("sound-choice").hidden = false;
  sound.checked = localStorage.getItem("scan-sound") === "on";
  sound.addEventListener("change", () => localStorage.setItem("scan-sound", sound.checked ? "on" : "off"));
  document.addEventListener("code", (event) => scan(event.detail));
}
