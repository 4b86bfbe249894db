/* A form a part of which the server is putting in anew (the computed class in a review): a click waits for it, and what was
   typed meanwhile stays. What is sent is what the page shows; where the result has changed, it is looked at before it is sent. */
"use strict";
(function () {
  var WAITS = "正在按所选重新测算，请稍候。", CHANGED = "测算结果有变化，请核对后再点一次。";
  var running = new Map(); // form → how many questions are under way, what its page showed, which button waits

  function formOf(element) {
    var form = element.closest("form");
    return form && !form.classList.contains("find") ? form : null; // a search sends nothing
  }

  function shown(form) {
    return Array.from(form.querySelectorAll("[data-result]")).map(function (part) { return part.dataset.result; }).join();
  }

  function say(form, words) {
    var place = form.querySelector("[data-held]");
    if (!place) { return; }
    place.textContent = words;
    place.hidden = !words;
  }

  document.addEventListener("htmx:beforeRequest", function (event) {
    var form = formOf(event.target), now = form && running.get(form);
    if (!form) { return; }
    if (!now) { running.set(form, now = { count: 0, shown: shown(form), button: null }); }
    if (!now.button) { say(form, ""); }
    now.count += 1;
    now.again = false;
  });

  /* Who answers while the mouse is down is asked again after the click (site.js): until then the form still waits. */
  document.addEventListener("htmx:beforeSwap", function (event) {
    var form = formOf(event.detail.requestConfig.elt);
    if (!form || !running.has(form)) { return; }
    if (!event.detail.shouldSwap) { running.get(form).again = pressed; return; }
    keep(event.detail.target);
  });

  /* The answer was written before the last keys: what stands in the fields now stays, where it can still be chosen. */
  function keep(part) {
    var typed = new Map();
    part.querySelectorAll("select, textarea, input:not([type=hidden])").forEach(function (field) {
      typed.set(field.id, field.matches("[type=checkbox], [type=radio]") ? field.checked : field.value);
    });
    document.addEventListener("htmx:afterSwap", function () {
      typed.forEach(function (value, id) {
        var field = document.getElementById(id);
        if (!field) { return; }
        if (typeof value === "boolean") { field.checked = value; }
        else if (field.tagName !== "SELECT" || Array.from(field.options).some(function (one) { return one.value === value; })) { field.value = value; }
      });
    }, { once: true });
  }

  document.addEventListener("htmx:afterRequest", function (event) {
    var form = formOf(event.detail.requestConfig.elt), now = form && running.get(form);
    if (!now) { return; }
    now.count -= 1;
    setTimeout(function () { // the next question of the queue is asked after this event
      if (now.count || now.again || running.get(form) !== now) { return; }
      running.delete(form);
      if (!now.button) { return; }
      if (shown(form) === now.shown) { say(form, ""); form.requestSubmit(now.button); }
      else { say(form, CHANGED); now.button.focus(); }
    });
  });

  window.addEventListener("submit", function (event) {
    var now = running.get(event.target);
    if (!now || event.submitter && event.submitter.formNoValidate) { return; } // 重新测算 decides nothing
    event.preventDefault();
    event.stopPropagation();
    now.button = event.submitter;
    say(event.target, WAITS);
  }, true);
}());
