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
  // A sentence of the page in the user's language, with its {code} and {field}.
  const say = (sentence, places) => {
    status.textContent = sentence.replace(/{(\w+)}/g, (_, name) => places[name]);
  };

  const isSoftware = () => model.value === "software";
  // Eleven hex digits are an address that lacks one.
  const isWholeSerial = (code) => isSerial(code) && !/^[0-9a-f]{11}$/i.test(code);
  const isOfMaker = (code) => isBareMac(code) && makers.includes(code.slice(0, 6).toLowerCase());
  const withColons = (code) => code.replace(/[:.-]/g, "").toUpperCase().match(/../g).join(":");
  const lacksMac = () => !isSoftware() && !isMac(mac.value);

  // Finds the field for a code, regardless of where it was scanned. Inventory numbers may look like serial
  // numbers, so there only a phone's MAC address is moved.
  function placeOf(code, input) {
    if (isSeparatedMac(code) || isOfMaker(code)) return mac;
    if (!isWholeSerial(code) || input === inventory) return input;
    // The carton's other code, of an unknown maker, if the serial number is filled in.
    const isTheOther = serial.value && serial.value !== code.toUpperCase();
    return input === mac && isBareMac(code) && isTheOther ? mac : serial;
  }

  // Moves a scanned code to the field it belongs to.
  function place(input) {
    const read = readScannedCode(input.value);
    // An inventory number may begin like a serial number's prefix.
    const code = input === inventory && !isOfMaker(read) ? trimCode(input.value) : read;
    const before = serial.value;
    input.value = "";
    const right = placeOf(code, input);
    if (right === mac && input !== mac && isMac(mac.value) && isMac(code) && withColons(code) !== mac.value) {
      say(status.dataset.otherBox, { code: withColons(code) });
      return;
    }
    right.value = right === mac && isMac(code) ? withColons(code) :
      right === serial ? code.toUpperCase() : code;
    // The same two codes of an unknown maker in the other order.
    if (right === serial && !mac.value && isBareMac(before) && !isBareMac(code) && code) {
      mac.value = withColons(before);
    }
    const name = right.labels[0].firstChild.data.trim();
    const isWrong = mac.value && lacksMac();
    say(right !== input ? status.dataset.moved : isWrong ? status.dataset.noMac : "",
      { code: right !== input ? right.value : mac.value, field: name });
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
    if (event.isComposing || input.tagName !== "INPUT") return;
    if (event.key === "Tab" && scanned.includes(input) && input.value) place(input);
    // Some scanners end a code with Ctrl+J or Ctrl+M.
    if (event.key !== "Enter" && !(event.ctrlKey && /^[jm]$/i.test(event.key))) return;
    event.preventDefault();
    const hadText = input.value.trim();
    if (scanned.includes(input)) place(input);
    const goal = hadText && !input.value ? input : next(input);
    if (!goal) {
      if (!form.querySelector("button").disabled) form.requestSubmit(form.querySelector("button"));
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
    if (!more) return;
    const parts = [...more.querySelectorAll(".line")];
    parts.forEach((part, i) => { part.hidden = i + 2 > lines && !isNeeded(part); });
    more.hidden = parts.every((part) => part.hidden);
  }

  model.addEventListener("change", fitModel);
  addEventListener("pageshow", fitModel);
  fitModel();
  if (!summary) scanned.find((each) => !each.value && !each.disabled)?.focus();
}
