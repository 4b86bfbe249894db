/* Typed text survives: what is typed into a form that takes more than a word, or several, stays in this browser until it is saved.
   It is kept by person, address and form, with the version and the text that it was typed from; it is given back where the
   form is opened again, or shown beside what others have saved since. Signing out takes it away (site.js). */
"use strict";
(function () {
  var main = document.getElementById("main"), person = main && main.dataset.person;
  if (!person) { return; }
  var A_WORD = 100; // characters: a field that takes as many takes more than a word
  var SEVERAL = 3; // fields: a table of figures, or name and telephone of two people, is more than a word too
  var LONGEST = 14 * 24 * 3600 * 1000; // milliseconds that something is kept
  var OF_VERSION = /(^|[-_])(version|based_on|seen)(-|$)/;
  var SENDING = "draft-sending"; // in the session of this tab: which form was sent last
  var isAnswer = "unsaved" in main.dataset; // the page answers a form that was not saved
  var forms = Array.from(document.querySelectorAll("form[method=post]")).filter(takesText);
  var initial = new Map(), dirty = new Set(), leaving = false, answered = null; // which form the page answers

  function takesText(form) {
    var typed = fields(form).filter(function (field) { return field.matches("textarea, [type=text], [type=tel], [type=email]"); });
    return typed.length >= SEVERAL || typed.some(function (field) { return field.matches("textarea") || field.maxLength >= A_WORD; });
  }

  function fields(form) {
    return Array.from(form.elements).filter(function (field) {
      return field.name && field.matches("input, textarea, select") && !field.matches("[type=hidden], [type=password], [type=file], [type=submit]");
    });
  }

  function isTick(field) { return field.matches("[type=checkbox], [type=radio]"); }

  /* Each field under its name; several of one name by value (ticks) or place. */
  function named(form) {
    var found = {}, places = {};
    fields(form).forEach(function (field) {
      var place = places[field.name] = (places[field.name] || 0) + 1;
      found[field.name + (isTick(field) ? "=" + field.value : "#" + place)] = field;
    });
    return found;
  }

  function standing(field) { return isTick(field) ? field.checked : field.value.replace(/\r\n/g, "\n"); }

  /* What the page came with, whatever has been typed since. */
  function asSent(field) {
    if (isTick(field)) { return field.defaultChecked; }
    if (!field.matches("select")) { return field.defaultValue.replace(/\r\n/g, "\n"); }
    var chosen = Array.from(field.options).filter(function (one) { return one.defaultSelected; })[0] || (field.multiple ? null : field.options[0]);
    return chosen ? chosen.value : "";
  }

  function texts(form, told) {
    var found = named(form), said = {};
    Object.keys(found).forEach(function (name) { said[name] = told(found[name]); });
    return said;
  }

  function values(form) { return texts(form, standing); }

  function isSame(one, other) {
    var names = Object.keys(one);
    return names.length === Object.keys(other).length && names.every(function (name) {
      return typeof one[name] === "string" && typeof other[name] === "string" ? one[name].trim() === other[name].trim() : one[name] === other[name];
    });
  }

  function hidden(form, isOfVersion) {
    return Array.from(form.querySelectorAll("input[type=hidden]")).filter(function (field) {
      return field.name !== "csrfmiddlewaretoken" && OF_VERSION.test(field.name) === isOfVersion;
    }).map(function (field) { return field.name + "=" + field.value; }).join("&");
  }

  /* What the figures are added to (本季填报): beside another last total the same figure means another sum. */
  function addedTo(version) {
    return (version || "").split("&").filter(function (part) { return /^based_on-/.test(part); }).join("&");
  }

  function keyOf(form) {
    var button = form.querySelector("button[name]");
    var address = form.getAttribute("action") || window.location.pathname + window.location.search;
    return ["draft-" + person, address, form.id, button ? button.name + "=" + button.value : "", form.hasAttribute("data-autosaves") ? "" : hidden(form, false)].join("|");
  }

  function read(key) { try { return JSON.parse(window.localStorage.getItem(key)); } catch (error) { return null; } }

  function write(form, sent) {
    var kept = { at: Date.now(), sent: sent, version: hidden(form, true), from: initial.get(form), values: values(form) };
    store(form, kept);
  }

  function store(form, kept) { try { window.localStorage.setItem(keyOf(form), JSON.stringify(kept)); } catch (error) { return; } }

  function forget(form) {
    dirty.delete(form);
    try { window.localStorage.removeItem(keyOf(form)); } catch (error) { return; }
  }

  function fill(form, texts) {
    var found = named(form);
    Object.keys(texts).forEach(function (name) {
      var field = found[name];
      if (!field || (isTick(field) ? field.checked : field.value) === texts[name]) { return; }
      if (isTick(field)) { field.checked = texts[name]; } else { field.value = texts[name]; }
      for (var fold = field.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
      field.dispatchEvent(new Event("input", { bubbles: true }));
    });
  }

  function button(words, act) {
    var made = document.createElement("button");
    made.type = "button"; made.className = "btn btn-sm btn-outline-secondary ms-2"; made.textContent = words;
    made.addEventListener("click", function () { made.parentNode.remove(); act(); });
    return made;
  }

  function say(form, words, buttons) {
    var note = document.createElement("div");
    note.className = "note warning"; note.setAttribute("role", "status"); note.textContent = words;
    buttons.forEach(function (one) { note.appendChild(one); });
    form.parentNode.insertBefore(note, form);
    for (var fold = form.closest("details"); fold; fold = fold.parentElement.closest("details")) { fold.open = true; }
  }

  function giveBack(form) {
    var held = read(keyOf(form)), now = initial.get(form);
    if (!held) { return; }
    if (keyOf(form) === answered) { // all that was typed, and what the server filled in
      held.values = now; dirty.add(form); store(form, held);
      return;
    }
    if (isSame(held.values, now)) {
      if (isAnswer) { dirty.add(form); } else { forget(form); }
      return;
    }
    var drop = button("放弃", function () { fill(form, now); forget(form); });
    var added = addedTo(held.version) === addedTo(hidden(form, true)), begun = !isSame(values(form), now); // before the scripts ran
    if (!begun && (isSame(held.from, now) && added || held.version && held.version === hidden(form, true))) {
      fill(form, held.values);
      say(form, "您上次填写的内容没有保存，已填回下面。", [drop]);
      return;
    }
    var lost = Object.keys(held.values).filter(function (name) { return typeof held.values[name] === "string" && held.values[name] !== now[name]; });
    say(form, "您上次填写的内容没有保存，此后这里的内容已经变动。您填写的是：" + lost.map(function (name) { return held.values[name]; }).join("；"),
      [button("恢复到表单", function () { fill(form, held.values); }), drop]);
  }

  /* A form that was sent, and led on to another page without a sentence of error, has arrived. */
  function settle() {
    var key = window.sessionStorage.getItem(SENDING), way = window.performance.getEntriesByType("navigation")[0];
    window.sessionStorage.removeItem(SENDING);
    var ledOn = way && way.type === "navigate" && way.redirectCount > 0;
    if (isAnswer) { answered = key; }
    if (key && ledOn && !isAnswer && !document.querySelector("[data-message=error]")) { window.localStorage.removeItem(key); }
  }

  function sweep() {
    Object.keys(window.localStorage).forEach(function (key) {
      var held = key.indexOf("draft-") === 0 && read(key);
      if (held && !(Date.now() - held.at < LONGEST)) { window.localStorage.removeItem(key); }
    });
  }

  function typed(event) {
    var form = event.target.form;
    if (!initial.has(form)) { return; }
    if (!isAnswer && isSame(values(form), initial.get(form))) { forget(form); } else { dirty.add(form); write(form, false); }
  }

  try { settle(); sweep(); } catch (error) { /* a browser that keeps nothing */ }
  forms.forEach(function (form) { initial.set(form, texts(form, asSent)); });
  document.addEventListener("input", typed);
  document.addEventListener("change", typed);
  document.addEventListener("DOMContentLoaded", function () { forms.forEach(giveBack); }); // when the other scripts listen

  /* What was typed before the scripts ran told nobody: it does now, to the form that saves itself and the part that computes. */
  window.addEventListener("load", function () {
    Array.from(document.querySelectorAll("form[method=post]")).forEach(function (form) {
      fields(form).filter(function (field) { return standing(field) !== asSent(field); }).forEach(function (field) {
        ["input", "change"].forEach(function (name) { field.dispatchEvent(new Event(name, { bubbles: true })); });
      });
    });
  });

  /* The form saved itself. */
  document.addEventListener("saved", function (event) { isAnswer = false; initial.set(event.target, values(event.target)); forget(event.target); });

  document.addEventListener("submit", function (event) {
    if (event.defaultPrevented) { return; }
    leaving = event.target.getAttribute("action") !== "/accounts/logout/";
    if (!initial.has(event.target) || !dirty.has(event.target)) { return; }
    write(event.target, true);
    try { window.sessionStorage.setItem(SENDING, keyOf(event.target)); } catch (error) { return; }
  });

  /* A click while the server is away keeps the page: it is asked first, and the form goes where there is an answer. Of forms
     that do not save themselves only where the browser knows that it has no line: a click is not kept waiting for nothing. */
  var LONGEST_ANSWER = 5000; // milliseconds; a server that is slow gets the form all the same
  var asking = false, goes = null;
  document.addEventListener("submit", function (event) {
    var form = event.target, pressed = event.submitter;
    if (!initial.has(form) || goes === form || navigator.onLine && !form.hasAttribute("data-autosaves")) { return; }
    event.preventDefault();
    event.stopImmediatePropagation();
    if (asking) { return; }
    asking = true;
    var ends = new AbortController(), late = setTimeout(function () { ends.abort(); }, LONGEST_ANSWER);
    fetch("/accounts/session/", { headers: { "X-Background": "1" }, credentials: "same-origin", cache: "no-store", signal: ends.signal })
      .then(function (answer) { return answer.status < 500; }, function (error) { return error.name === "AbortError"; })
      .then(function (isThere) {
        clearTimeout(late);
        asking = false;
        if (!isThere) { tellAway(form); return; }
        goes = form;
        form.requestSubmit(pressed);
        goes = null;
      });
  }, true);

  function tellAway(form) {
    var told = form.previousElementSibling;
    if (!told || !told.matches("[data-away]")) {
      say(form, "现在连不上服务器，没有保存；填写的内容都还在本页，请稍后再点。", []);
      told = form.previousElementSibling;
      told.dataset.away = "1";
    }
    told.scrollIntoView({ behavior: "instant", block: "center" });
  }

  window.addEventListener("beforeunload", function (event) {
    var asks = Array.from(dirty).some(function (form) { return !form.hasAttribute("data-autosaves"); });
    if (asks && !leaving) { event.preventDefault(); event.returnValue = ""; }
  });
}());
