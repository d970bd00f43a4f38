// Reads bar codes with a telephone's camera in scan mode, where the browser can.
"use strict";

const button = document.getElementById("camera");
const view = document.getElementById("view");
const between = 300; // milliseconds between two looks
let stream = null, last = "", usual = "";

async function look(detector) {
  if (!stream) return;
  const [found] = await detector.detect(view).catch(() => []);
  // The same code stays in view for many looks.
  if (found && found.rawValue !== last) {
    last = found.rawValue;
    navigator.vibrate?.(50);
    document.dispatchEvent(new CustomEvent("code", { detail: last }));
  }
  setTimeout(look, between, detector);
}

async function start() {
  try {
    stream = await navigator.mediaDevices.getUserMedia({ video: { facingMode: "environment" } });
  } catch {
    button.textContent = button.dataset.missing;
    return;
  }
  view.srcObject = stream;
  view.hidden = false;
  view.play();
  usual = button.textContent;
  button.textContent = button.dataset.stop;
  look(new BarcodeDetector({ formats: ["code_128", "code_39"] }));
}

function stop() {
  for (const track of stream.getTracks()) track.stop();
  stream = null;
  view.hidden = true;
  button.textContent = usual;
}

if (button && "BarcodeDetector" in window && navigator.mediaDevices) {
  button.hidden = false;
  button.addEventListener("click", () => (stream ? stop() : start()));
}
