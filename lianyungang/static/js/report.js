/* The form of a paper (a report, a reply to a notice): counts characters, reckons while typing, asks for the cause when behind, saves by itself 3 s after the last key. */
"use strict";
(function () {
  var form = document.querySelector("form[data-autosaves]");
  if (!form) { return; }
  var saved = document.getElementById("saved");
  var version = form.querySelector("[name=version]");
  var targets = Array.from(form.querySelectorAll(".target"));
  var timer = null, sending = null, dirty = Boolean(form.dataset.unsaved), leaving = false;

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
    var match = text.normalize("NFKC").trim().match(/^(-?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?)\s?(万|亿)?$/);
    return match ? Number(match[1].replace(/,/g, "")) * (match[2] === "万" ? 1e4 : match[2] === "亿" ? 1e8 : 1) : null;
  }

  function plain(value) { return String(Math.round(value * 1e4) / 1e4); }

  function valueOf(target) { return number(target.querySelector(".typed input").value); }

  function reckon(target) {
    var value = valueOf(target);
    var quantity = Number(target.dataset.quantity);
    target.querySelector("[data-own]").textContent = value === null ? "—" : plain(value - Number(target.dataset.earlier || 0));
    target.querySelector("[data-rate]").textContent = value === null || !quantity || !target.dataset.counts ? "—" : (value / quantity * 100).toFixed(1) + "%";
    var told = target.querySelector("[data-told]");
    if (told) { told.hidden = true; }
  }

  /* Why 存在问题 and 下一步打算 are needed, as far as growing counts and items tell; the answer of each save tells it by the whole rule. */
  function cause() {
    var lags = targets.some(function (one) { var value = valueOf(one); return value !== null && one.dataset.lagsBelow && value < Number(one.dataset.lagsBelow); });
    var undone = Array.from(form.querySelectorAll("select[data-hard]")).some(function (one) { return one.value && one.value !== "done"; });
    if (lags || undone) { return "进度滞后"; }
    var fallen = targets.filter(function (one) { var value = valueOf(one); return value !== null && one.dataset.counts && one.dataset.earlier && value < Number(one.dataset.earlier); });
    return fallen.length ? fallen.map(function (one) { return one.dataset.label; }).join("、") + "的累计值低于上期" : "";
  }

  function ask(why) {
    form.querySelectorAll("[data-cause]").forEach(function (mark) { mark.hidden = !why; });
    var words = form.querySelector("[data-cause-words]");
    if (!words) { return; } // a paper that asks for no cause
    words.textContent = why ? why + "，需填写原因" : "";
    if (!why) { [form.elements.problems, form.elements.next_steps].forEach(clear); tally(); }
  }

  /* A sentence in red goes when its field is filled. */
  function clear(field) {
    var list = document.getElementById(field.id + "_error");
    if (list) { list.remove(); }
    field.removeAttribute("aria-invalid");
  }

  function settle(field) {
    var target = field.closest(".target");
    if (target) {
      var input = target.querySelector(".typed input"), reason = target.querySelector("details input");
      if (input.value.trim() ? number(input.value) !== null && !reason.value.trim() : reason.value.trim()) { clear(input); clear(reason); }
    }
    else if (field.value.trim()) { clear(field); }
    tally();
  }

  function tally() {
    var note = document.querySelector("[data-lacks]");
    if (!note) { return; }
    var left = form.querySelectorAll(".errorlist").length;
    note.textContent = left ? "还有" + left + "处没有填完，不能报送。" : "红字提示的内容都已填写，可以再次报送。";
    note.classList.toggle("error", left > 0);
  }

  function say(text, wrong) { saved.textContent = text; saved.className = wrong ? "due" : "saved"; }

  /* Resolves to whether everything typed is on the server. */
  function send() {
    clearTimeout(timer);
    if (sending) { return sending.then(send); }
    if (!dirty) { return Promise.resolve(true); }
    if (form.dataset.theirs) { return Promise.resolve(false); } // beside the other person's text one saves knowingly
    dirty = false;
    var address = form.getAttribute("action"); // form.action would be the buttons of that name
    sending = fetch(address, { method: "POST", body: typed(), headers: { "X-Background": "1" }, credentials: "same-origin" })
      .then(function (answer) {
        var type = answer.headers.get("Content-Type") || "";
        if (type.indexOf("application/json") !== 0) { throw new Error("signed out"); }
        return answer.json();
      })
      .then(function (told) {
        if (told.refused) { say("没有保存：" + told.refused, true); return false; }
        version.value = told.version; say("已自动保存 " + told.saved);
        if (!dirty) { form.dispatchEvent(new Event("saved", { bubbles: true })); ask(told.cause); }
        return true;
      })
      .catch(function () { say("没有保存到服务器，内容留在本机，恢复后请点保存草稿", true); later(); return false; })
      .then(function (done) { sending = null; dirty = dirty || !done; return done; });
    return sending;
  }

  /* Another act on the same paper (a file, evidence.js) waits for what is typed to be saved, and the next save waits for it. */
  var acts = Promise.resolve();
  form.addEventListener("act", function (event) {
    acts = acts.then(send).then(function () {
      sending = event.detail().then(function () { sending = null; return true; });
      return sending;
    });
  });

  /* What was typed, without the files that are chosen: they are sent by themselves. */
  function typed() { var data = new FormData(form); data.delete("files"); return data; }

  /* Not while a word is being composed by an input method: three seconds after its end. */
  var composing = false;
  function later() { clearTimeout(timer); if (!composing) { timer = setTimeout(send, 3000); } }
  form.addEventListener("compositionstart", function () { composing = true; clearTimeout(timer); });
  form.addEventListener("compositionend", function () { composing = false; if (dirty) { later(); } });

  form.addEventListener("input", function (event) {
    dirty = true; count();
    var target = event.target.closest(".target");
    if (target) { reckon(target); }
    if (target || event.target.dataset.hard) { ask(cause()); }
    settle(event.target);
    later();
  });

  /* Ctrl+S saves and stays in the field; Ctrl+Enter presses the last button: 送审签 or 报送. */
  document.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey)) { return; }
    var button = event.key === "Enter" && (document.querySelector("button.btn-primary[form=" + form.id + "]") || form.querySelector("button.btn-primary"));
    if (event.key.toLowerCase() === "s" && !form.dataset.theirs) { event.preventDefault(); dirty = true; send(); }
    else if (button) { event.preventDefault(); form.requestSubmit(button); }
  });

  /* A click while a save is under way waits for its version. */
  form.addEventListener("submit", function (event) {
    if (sending) { event.preventDefault(); sending.then(function () { form.requestSubmit(event.submitter); }); return; }
    clearTimeout(timer); leaving = true;
  });

  /* A way off the page first saves; what cannot be saved is asked about by the browser. */
  document.addEventListener("click", function (event) {
    var way = event.target.closest("a[href]");
    if (!way || !(dirty || sending) || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || way.target || way.getAttribute("href")[0] === "#") { return; }
    event.preventDefault();
    send().then(function (done) { if (done && !dirty) { leaving = true; } window.location.assign(way.href); });
  });
  window.addEventListener("beforeunload", function (event) { if (!leaving && (dirty || sending)) { event.preventDefault(); event.returnValue = ""; } });

  var wrong = form.querySelector("[aria-invalid=true]");
  if (wrong) { wrong.focus(); }
  count();
}());
