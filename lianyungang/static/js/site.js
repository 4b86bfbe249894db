/* What a page gains where scripts run; every page works without this file. */
"use strict";

/* A fragment that is really another page is not put into this one. The sign-in page means that the session has ended: load the
   page itself, so that one signs in and comes back. Any other is where the server leads to: what was asked about stands no more. */
document.addEventListener("htmx:beforeSwap", function (event) {
  var answer = event.detail.xhr, asked = event.detail.requestConfig.path;
  var from = answer.responseURL && new URL(answer.responseURL).pathname;
  if (!from || from === new URL(asked, window.location.href).pathname) { return; }
  event.detail.shouldSwap = false;
  window.location.assign(from.indexOf("/accounts/login/") === 0 ? asked : answer.responseURL);
});

/* The line failed: say so where the eyes are, and leave what was typed. */
document.addEventListener("htmx:sendError", function () {
  var count = document.getElementById("count");
  if (count) { count.textContent = "网络中断，请检查连接后再查询。"; }
});

/* An open drop-down closes with Escape, or when one clicks elsewhere. */
function closeOthers(except) {
  document.querySelectorAll("details.pick[open], details.menu[open]").forEach(function (one) {
    if (!except || !one.contains(except)) { one.open = false; }
  });
}
document.addEventListener("click", function (event) { closeOthers(event.target); });
document.addEventListener("keydown", function (event) {
  if (event.key !== "Escape") { return; }
  var open = event.target.closest && event.target.closest("details[open]");
  closeOthers(null);
  if (open) { open.querySelector("summary").focus(); }
});

/* <button type="button" data-print hidden>: shown here, because without scripts it could do nothing. */
document.querySelectorAll("[data-print]").forEach(function (button) {
  button.hidden = false;
  button.addEventListener("click", function () { window.print(); });
});

/* A search follows the typing, but not the half-written syllables of an input method, nor the empty values of an address. */
var typing;
function typed(event) {
  var form = event.target.form;
  if (!form || !form.classList.contains("find") || event.target.tagName !== "INPUT" || event.isComposing) { return; }
  clearTimeout(typing);
  typing = setTimeout(function () { form.dispatchEvent(new Event("typed")); }, 350);
}
document.addEventListener("input", typed);
document.addEventListener("compositionend", typed);
document.addEventListener("htmx:configRequest", function (event) {
  var data = event.detail.formData;
  if (event.detail.verb !== "get" || !data) { return; }
  Array.from(data.keys()).forEach(function (name) { if (data.get(name) === "") { data.delete(name); } });
});

/* What is pointed at is not replaced: while a button of the mouse is down nothing is asked and nothing is swapped.
   And a question whose answer stands there already is not asked again: leaving a field is no new question. */
var pressed = false, waiting = null, asked = address(window.location.pathname, new URLSearchParams(window.location.search));
var held, LONGEST_PRESS = 2000; // milliseconds: a press whose end was never seen
function address(path, query) {
  var pairs = Array.from(query.entries()).filter(function (pair) { return pair[1] !== ""; });
  return path + "?" + JSON.stringify(pairs.sort());
}
function released() {
  clearTimeout(held);
  pressed = false;
  setTimeout(function () { // after the click
    var next = waiting;
    waiting = null;
    if (next && !pressed) { next(); }
  }, 50);
}
window.addEventListener("pointerdown", function (event) {
  if (event.target.closest && event.target.closest("select")) { return; } // its list takes the end of the press
  pressed = true;
  clearTimeout(held);
  held = setTimeout(released, LONGEST_PRESS);
}, true);
["pointerup", "pointercancel"].forEach(function (name) { window.addEventListener(name, released, true); });
window.addEventListener("blur", released); // the window's own alone: the field that a press leaves has not ended the press
document.addEventListener("htmx:confirm", function (event) {
  var form = event.detail.elt;
  if (!form.classList.contains("find")) { return; }
  var question = address(event.detail.path, new URLSearchParams(new FormData(form)));
  event.preventDefault();
  if (question === asked) { return; }
  function ask() { asked = question; event.detail.issueRequest(true); }
  if (pressed) { waiting = ask; } else { ask(); }
});
document.addEventListener("htmx:beforeSwap", function (event) {
  if (!pressed) { return; }
  event.detail.shouldSwap = false;
  askAgain();
  var asker = event.detail.requestConfig.elt;
  waiting = function () { asker.dispatchEvent(new Event(asker.classList.contains("find") ? "typed" : "change")); };
});
function askAgain() { asked = null; }
["htmx:sendError", "htmx:responseError", "htmx:sendAbort"].forEach(function (name) { document.addEventListener(name, askAgain); });

/* A page out of the browser's memory is shown only to whom it was shown before. */
window.addEventListener("pageshow", function (event) {
  var person = document.getElementById("main").dataset.person;
  if (!event.persisted || !person) { return; }
  document.documentElement.hidden = true;
  fetch("/accounts/session/", { headers: { "X-Background": "1" }, credentials: "same-origin", cache: "no-store" })
    .then(function (answer) { return answer.json(); })
    .then(function (session) {
      if (String(session.person) !== person) { throw new Error("signed out"); }
      document.documentElement.hidden = false;
    })
    .catch(function () { window.location.reload(); });
});

/* Keys are activity: who types for half an hour is not signed out, though nothing but the autosave asks the server. */
(function () {
  var EVERY = 3 * 60 * 1000, told = Date.now(); // milliseconds; opening the page told it first
  document.addEventListener("input", function (event) {
    if (!event.isTrusted || Date.now() - told < EVERY || !document.getElementById("main").dataset.person) { return; }
    told = Date.now();
    fetch("/accounts/session/", { credentials: "same-origin", cache: "no-store" }).catch(function () { /* away: the save says so */ });
  });
}());

/* Signing out leaves nothing of what was typed in this browser. */
document.addEventListener("submit", function (event) {
  if (event.target.getAttribute("action") !== "/accounts/logout/") { return; }
  try {
    Object.keys(window.localStorage).forEach(function (key) { if (key.indexOf("draft-") === 0) { window.localStorage.removeItem(key); } });
  } catch (error) { return; }
});
