// Lets a bar-code scanner, which types a code and then Enter, fill the form field by field.
"use strict";

const summary = document.querySelector(".summary");
const form = document.querySelector("form[data-families]");

// A form that is shown again focuses its list of problems.
if (summary) summary.focus();

// A second click would only repeat the request. An answer arrives within eight seconds;
// after that the user may try again.
for (const each of document.querySelectorAll("form:not([data-live])")) {
  const button = each.querySelector("button");
  const enable = () => { button.disabled = false; };
  // Not before the form's data is gathered: a disabled button would not be part of it.
  each.addEventListener("formdata", () => {
    button.disabled = true;
    setTimeout(enable, 10000);
  });
  addEventListener("pageshow", enable);
}

if (form) {
  const { model, mac, serial, inventory } = form.elements;
  const scanned = [...form.querySelectorAll("input[data-scan]")];
  const makers = form.dataset.families.toLowerCase().split(" ");
  const status = document.getElementById("scan-status");

  // Scanners and pastes add these around a code: blanks, control and invisible characters.
  const around = /^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu;
  const isSoftware = () => model.value === "software";
  const isBare = (code) => /^[0-9a-f]{12}$/i.test(code);
  const isSeparated = (code) => /^[0-9a-f]{2}([:-])([0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(code) ||
    /^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(code);
  const isMac = (code) => isBare(code) || isSeparated(code);
  // Linksys' have 12 characters, Cisco's 11; eleven hex digits are an address that lacks one.
  const isSerial = (code) => /^[0-9a-z]{11,12}$/i.test(code) && !/^[0-9a-f]{11}$/i.test(code);
  const isOfMaker = (code) => isBare(code) && makers.includes(code.slice(0, 6).toLowerCase());
  const withColons = (code) => code.replace(/[:.-]/g, "").toUpperCase().match(/../g).join(":");
  const lacksMac = () => !isSoftware() && !isMac(mac.value);

  // Finds the field for a code, regardless of where it was scanned. Inventory numbers may look like serial
  // numbers, so there only a phone's MAC address is moved.
  function placeOf(code, input) {
    if (isSeparated(code) || isOfMaker(code)) return mac;
    if (!isSerial(code) || input === inventory) return input;
    // The carton's other code, of an unknown maker, if the serial number is filled in.
    const isTheOther = serial.value && serial.value !== code.toUpperCase();
    return input === mac && isBare(code) && isTheOther ? mac : serial;
  }

  // Moves a scanned code to the field it belongs to.
  function place(input) {
    const code = input.value.replace(around, "");
    const before = serial.value;
    input.value = "";
    const right = placeOf(code, input);
    right.value = right === mac && isMac(code) ? withColons(code) :
      right === serial ? code.toUpperCase() : code;
    // The same two codes of an unknown maker in the other order.
    if (right === serial && !mac.value && isBare(before) && !isBare(code) && code) {
      mac.value = withColons(before);
    }
    const name = right.labels[0].firstChild.data.trim();
    status.textContent = right !== input ? `${right.value} went into “${name}”.` :
      mac.value && lacksMac() ? `${mac.value} is not a MAC address.` : "";
  }

  // The next field after this one; none if the form can be sent.
  function next(input) {
    const i = scanned.indexOf(input);
    if (lacksMac() && (mac.value || input === mac)) return mac;
    const empty = scanned.slice(i + 1).find((each) => !each.value && !each.disabled);
    return (i >= 0 && empty) || (lacksMac() ? mac : null);
  }

  form.addEventListener("keydown", (event) => {
    const input = event.target;
    if (event.key !== "Enter" || event.isComposing || input.tagName !== "INPUT") return;
    event.preventDefault();
    const hadText = input.value.trim();
    if (scanned.includes(input)) place(input);
    const goal = hadText && !input.value ? input : next(input);
    if (!goal) {
      if (!form.querySelector("button").disabled) form.requestSubmit();
      return;
    }
    goal.focus();
    goal.select();
  });

  // A software phone has no carton, and a phone only as many lines as its model. A field with text or a
  // problem stays visible, so that the user can correct it. Only another model changes this:
  // a button that moves during a click does not receive it.
  function fitModel() {
    const lines = Number(model.selectedOptions[0].dataset.lines);
    const inputs = (part) => [...part.querySelectorAll("input")];
    const isNeeded = (part) => part.querySelector(".error") || inputs(part).some((each) => each.value);
    for (const input of scanned) {
      input.disabled = isSoftware() && !input.value && !input.hasAttribute("aria-invalid");
    }
    const more = form.querySelector(".more-lines");
    const parts = [...more.querySelectorAll(".line")];
    parts.forEach((part, i) => { part.hidden = i + 2 > lines && !isNeeded(part); });
    more.hidden = parts.every((part) => part.hidden);
  }

  model.addEventListener("change", fitModel);
  addEventListener("pageshow", fitModel);
  fitModel();
  if (!summary) scanned.find((each) => !each.value && !each.disabled)?.focus();
}
