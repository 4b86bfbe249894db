/* The report's form: counts characters, shows the quarter's own and the share while typing, saves by itself 3 s after the last key. */
"use strict";
(function () {
  var form = document.getElementById("report");
  if (!form) { return; }
  var saved = document.getElementById("saved");
  var version = form.querySelector("[name=version]");
  var key = "draft-" + form.dataset.draft;
  var timer = null, sending = false, dirty = false;

  function count() {
    form.querySelectorAll("[data-count]").forEach(function (place) {
      var area = document.getElementById(place.dataset.count);
      var limit = Number(area.dataset.limit);
      var length = Array.from(area.value.trim()).length;
      place.textContent = length + " / " + limit + " 字";
      place.classList.toggle("due", length > limit);
    });
  }

  function number(text) {
    var match = text.replace(/[\s,，]/g, "").match(/^(-?\d+(?:\.\d+)?)(万|亿)?$/);
    return match ? Number(match[1]) * (match[2] === "万" ? 1e4 : match[2] === "亿" ? 1e8 : 1) : null;
  }

  function plain(value) { return String(Math.round(value * 1e4) / 1e4); }

  function reckon(target) {
    var value = number(target.querySelector(".typed input").value);
    var quantity = Number(target.dataset.quantity);
    target.querySelector("[data-own]").textContent = value === null ? "—" : plain(value - Number(target.dataset.earlier));
    target.querySelector("[data-rate]").textContent = value === null || !quantity || !target.dataset.counts ? "—" : (value / quantity * 100).toFixed(1) + "%";
    var told = target.querySelector("[data-told]");
    if (told) { told.hidden = true; }
  }

  function keep(sent) {
    var fields = {};
    new FormData(form).forEach(function (value, name) { if (name !== "csrfmiddlewaretoken" && name !== "version") { fields[name] = value; } });
    try { window.localStorage.setItem(key, JSON.stringify({ version: version.value, sent: sent === true, fields: fields })); } catch (error) { return; }
  }

  function forget() { try { window.localStorage.removeItem(key); } catch (error) { return; } }

  function say(text, wrong) { saved.textContent = text; saved.className = wrong ? "due" : "saved"; }

  function send() {
    if (sending || !dirty || form.dataset.theirs) { return; } // beside the other person's text one saves knowingly
    sending = true; dirty = false;
    var address = form.getAttribute("action"); // form.action would be the buttons of that name
    fetch(address, { method: "POST", body: new FormData(form), headers: { "X-Background": "1" }, credentials: "same-origin" })
      .then(function (answer) {
        var type = answer.headers.get("Content-Type") || "";
        if (type.indexOf("application/json") !== 0) { throw new Error("signed out"); }
        return answer.json();
      })
      .then(function (told) {
        if (told.refused) { say("没有自动保存：" + told.refused, true); return; }
        version.value = told.version; say("已自动保存 " + told.saved); forget();
      })
      .catch(function () { dirty = true; say("没有保存到服务器，内容留在本机，恢复后请点保存草稿", true); })
      .finally(function () { sending = false; if (dirty) { later(); } });
  }

  function later() { clearTimeout(timer); timer = setTimeout(send, 3000); }

  function offer() {
    var held;
    try { held = JSON.parse(window.localStorage.getItem(key)); } catch (error) { held = null; }
    if (!held) { return; }
    var arrived = held.sent && Number(version.value) > Number(held.version);
    var differs = Object.keys(held.fields).some(function (name) { var field = form.elements[name]; return field && field.value.trim() !== held.fields[name].trim(); });
    if (arrived || !differs) { forget(); return; }
    var note = document.createElement("div");
    note.className = "note warning";
    note.textContent = "本机留有上次未能保存的内容。";
    var button = document.createElement("button");
    button.type = "button"; button.className = "btn btn-sm btn-outline-secondary ms-2"; button.textContent = "恢复到表单";
    button.addEventListener("click", function () {
      Object.keys(held.fields).forEach(function (name) { if (form.elements[name]) { form.elements[name].value = held.fields[name]; } });
      note.remove(); dirty = true; count(); form.querySelectorAll(".target").forEach(reckon); later();
    });
    note.appendChild(button);
    form.parentNode.insertBefore(note, form);
  }

  form.addEventListener("input", function (event) {
    dirty = true; keep(); count();
    var target = event.target.closest(".target");
    if (target) { reckon(target); }
    later();
  });
  document.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") { return; }
    event.preventDefault();
    form.requestSubmit(document.querySelector("button[form=report][value=save]"));
  });
  form.addEventListener("submit", function () { clearTimeout(timer); keep(true); dirty = false; });
  count(); offer();
}());
