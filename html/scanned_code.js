// Reads codes as bar-code scanners type them, like lib/phone/scanned_code.cc.
"use strict";

const isBareMac = (code) => /^[0-9a-f]{12}$/i.test(code);
const isSeparatedMac = (code) => /^[0-9a-f]{2}([:-])([0-9a-f]{2}\1){4}[0-9a-f]{2}$/i.test(code) ||
  /^([0-9a-f]{4}\.){2}[0-9a-f]{4}$/i.test(code);
const isMac = (code) => isBareMac(code) || isSeparatedMac(code);
// Linksys' have 12 characters, Cisco's 11.
const isSerial = (code) => /^[0-9a-z]{11,12}$/i.test(code);

// What a key gives there, and below it what the scanner meant. Only these letters tell the layout.
const layouts = [
  { tells: /[ěščřžýáíé]/i,
    typed: "+ěščřžýáíéĚŠČŘŽÝÁÍÉ\"=-8901234567yzYZ",
    meant: "1234567890234567890:-/*()!@#$%^&zyZY" },
  { tells: /[ßö]/i, typed: "ßÖö-yzYZ", meant: "-:;/zyZY" },
];

const bareCode = (typed) => {
  const text = typed.replace(/^~/, "").replace(/^\](?=...)../, "").replace(/^([*(])(.+)\1$/, "$2").trim();
  const mac = text.replace(/^(mac address|mac id|mac|\(23s\)|23s)[ :.#=]*/i, "");
  if (mac !== text && isMac(mac)) return mac;
  const serial = text.replace(/^(serial number|serial no\.|serial|s\/n|\(s\)|sn)[ :.#=]*/i, "");
  if (serial !== text && isSerial(serial)) return serial;
  // An S before a Cisco serial number, or before one of 12 characters.
  if (/^s([a-z]{3}\d{4}[0-9a-z]{4}|[0-9a-z]{12})$/i.test(text)) return text.slice(1);
  return isMac(text) || isSerial(text) ? text : "";
};

// Scanners and pastes add these around a code: blanks, control and invisible characters.
const trimCode = (typed) => typed.replace(/^[\s\p{Cc}\p{Cf}]+|[\s\p{Cc}\p{Cf}]+$/gu, "");

// The bare code; what can be neither a MAC address nor a serial number is only trimmed.
function readScannedCode(typed) {
  const text = trimCode(typed);
  const plain = bareCode(text);
  if (plain) return plain;
  for (const layout of layouts.filter(({ tells }) => tells.test(text))) {
    const key = (typed) => layout.meant[layout.typed.indexOf(typed)] ?? typed;
    const code = bareCode([...text].map(key).join(""));
    // Some of these layouts swap Y and Z and some do not: the server says so.
    if (code && (isMac(code) || !/[yz]/i.test(code))) return code;
  }
  return text;
}
