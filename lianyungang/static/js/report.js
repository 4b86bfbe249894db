/* The form of a paper (a report, a reply to a notice): counts characters, reckons while typing, asks for the cause when behind, saves by itself 3 s after the last key. */
"use strict";
(function () {
  var form = document.querySelector("form[data-autosaves]");
  if (!form) { return; }
  var SIGNED_OUT = "登录已过期，没有保存到服务器，内容留在本机；请点保存草稿重新登录";
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

  /* What stands beside the figures is reckoned where it is saved, by one rule in one place: the server is asked with each key. */
  var reckoning = false, again = false;
  function reckon() {
    if (!form.dataset.reckons) { return; }
    if (reckoning) { again = true; return; }
    reckoning = true; again = false;
    fetch(form.dataset.reckons, { method: "POST", body: new FormData(form), credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(new Error("no answer")); })
      .then(function (answer) {
        if (again) { return; }
        targets.forEach(function (one) { if (answer.targets[one.dataset.target]) { show(one, answer.targets[one.dataset.target]); } });
        ask(answer.cause);
      })
      .catch(function () { /* away, or signed out: the save says so */ })
      .then(function () { reckoning = false; if (again) { reckon(); } });
  }

  function show(target, reckoned) {
    var input = target.querySelector(".typed input"), doubt = target.querySelector("[data-doubt]"); // a figure has one of them, or both
    ["words", "own", "total", "rate", "sentence"].forEach(function (name) { // a figure shows those of them that it has
      var place = target.querySelector("[data-" + (name === "sentence" ? "told" : name) + "]");
      if (place) { place.textContent = reckoned[name]; }
    });
    if (doubt) { ask_of(doubt, reckoned); }
    if (input) { mark(input, reckoned.why); }
  }

  function ask_of(doubt, reckoned) {
    var tick = doubt.querySelector("input");
    if (reckoned.mark !== tick.value) { tick.checked = false; tick.value = reckoned.mark; }
    doubt.querySelector("[data-doubt-words]").textContent = reckoned.doubt;
    doubt.hidden = !reckoned.doubt;
  }

  /* A sentence in red under the field, as the server writes it. */
  function mark(input, why) {
    if (!why) { if (input.dataset.marked) { clear(input); delete input.dataset.marked; } return; }
    clear(input);
    var list = document.createElement("ul"), item = document.createElement("li");
    list.className = "errorlist"; list.id = input.id + "_error"; item.textContent = why;
    list.appendChild(item);
    input.closest(".sum").after(list);
    input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", list.id);
    input.dataset.marked = "1";
  }

  /* Cells of a sheet are spread over the figures from here on; none is joined with the next. */
  form.addEventListener("paste", function (event) {
    var inputs = targets.map(function (one) { return one.querySelector(".typed input"); }).filter(Boolean), place = inputs.indexOf(event.target);
    if (place < 0 || !event.clipboardData) { return; }
    var cells = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n+$/, "").split(/[\t\n]/), pasted = form.querySelector("[data-pasted]");
    if (cells.length < 2) { return; }
    event.preventDefault();
    if (cells.length > inputs.length - place) {
      pasted.textContent = "粘贴的有" + cells.length + "格，从这里起只有" + (inputs.length - place) + "格可填，没有填入；请核对后再粘贴。";
      return;
    }
    cells.forEach(function (cell, number) {
      if (cell.trim()) { inputs[place + number].value = cell.trim(); settle(inputs[place + number]); }
    });
    pasted.textContent = "已从这里起填入" + cells.length + "格，请逐格核对。";
    event.target.dispatchEvent(new Event("input", { bubbles: true }));
  });

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
      if (!reason) { if (input.value.trim()) { clear(input); } } // 已完成投资 may be left out without one
      else if (input.value.trim() ? !reason.value.trim() : reason.value.trim()) { clear(input); clear(reason); }
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

  /* What was told of a click that came to nothing (报送前请补齐, 现在连不上服务器) is over once the form has saved itself.
     The count of what is lacking is kept right by `tally`, and what was told of a file stays. */
  function overtake() {
    document.querySelectorAll(".note.error:not([data-message]):not([data-lacks]), .note[data-away]").forEach(function (note) { note.remove(); });
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
        if (type.indexOf("application/json") !== 0) { throw new Error(answer.status === 403 ? SIGNED_OUT : "away"); }
        return answer.json();
      })
      .then(function (answer) {
        if (answer.refused) { say("没有保存：" + answer.refused, true); return false; }
        var wrong = Object.keys(answer.wrong || {}).length;
        version.value = answer.version; say("已自动保存 " + answer.saved + (wrong ? "，" + wrong + "处没有读懂，按您写的留着" : ""), wrong > 0);
        if (!wrong) { overtake(); }
        if (!dirty) { form.dispatchEvent(new Event("saved", { bubbles: true })); ask(answer.cause); }
        return true;
      })
      .catch(function (error) {
        say(error.message === SIGNED_OUT ? SIGNED_OUT : "没有保存到服务器，内容留在本机，恢复后请点保存草稿", true);
        later();
        return false;
      })
      .then(function (done) { sending = null; dirty = dirty || !done; return done; });
    return sending;
  }

  /* Another act on the same paper (a file, evidence.js) waits for what is typed to be saved, and the next save waits for it. */
  var acts = Promise.resolve(), waiting = 0, failed = false;
  form.addEventListener("act", function (event) {
    if (!waiting) { failed = false; }
    waiting += 1;
    acts = acts.then(send).then(function () {
      sending = event.detail().then(function (done) { sending = null; return done; });
      return sending;
    }).then(function (done) { waiting -= 1; failed = failed || !done; });
  });

  /* Resolves when no act waits and no save is under way; to whether every act was done. */
  function ended() {
    if (waiting) { return acts.then(ended); }
    return sending ? sending.then(ended) : Promise.resolve(!failed);
  }

  /* Who clicked before a file failed is told, and stays; he may click again knowingly. */
  function stay(words) { failed = false; say("有文件没有上传成功，" + words, true); }

  /* What was typed, without the files that are chosen: they are sent by themselves. */
  function typed() { var data = new FormData(form); data.delete("files"); return data; }

  /* Not while a word is being composed by an input method: three seconds after its end. */
  var composing = false;
  function later() { clearTimeout(timer); if (!composing) { timer = setTimeout(send, 3000); } }
  form.addEventListener("compositionstart", function () { composing = true; clearTimeout(timer); });
  form.addEventListener("compositionend", function () { composing = false; if (dirty) { later(); } });

  form.addEventListener("input", function (event) {
    dirty = true; count();
    settle(event.target);
    if (event.target.closest(".target") || event.target.dataset.hard) { reckon(); }
    later();
  });

  /* Ctrl+S saves and stays in the field; Ctrl+Enter presses the last button: 送审签 or 报送. */
  document.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey)) { return; }
    var button = event.key === "Enter" && (document.querySelector("button.btn-primary[form=" + form.id + "]") || form.querySelector("button.btn-primary"));
    if (event.key.toLowerCase() === "s" && !form.dataset.theirs) { event.preventDefault(); dirty = true; send(); }
    else if (button) { event.preventDefault(); form.requestSubmit(button); }
  });

  /* What the keyboard comes to stands whole between the bars: of a long field the browser shows the first line alone. */
  document.addEventListener("keyup", function (event) {
    if (event.key === "Tab" && form.contains(document.activeElement)) { document.activeElement.scrollIntoView({ behavior: "instant", block: "nearest" }); }
  });

  /* A click while a save is under way, or while files wait, waits for the last version. */
  var held = false;
  form.addEventListener("submit", function (event) {
    if (sending || waiting) {
      event.preventDefault();
      if (held) { return; }
      var files = waiting;
      held = true;
      ended().then(function (done) {
        held = false;
        if (files && !done) { stay("没有继续；请看红字，再点一次。"); }
        else { form.requestSubmit(event.submitter); }
      });
      return;
    }
    clearTimeout(timer); leaving = true;
  });

  /* A way off the page first saves; what cannot be saved is asked about by the browser. */
  document.addEventListener("click", function (event) {
    var way = event.target.closest("a[href]");
    if (!way || !(dirty || sending || waiting) || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || way.target || way.getAttribute("href")[0] === "#") { return; }
    event.preventDefault();
    var files = waiting;
    ended().then(function (kept) {
      if (files && !kept) { stay("没有离开；请看红字，再点一次。"); return; }
      send().then(function (done) { if (done && !dirty) { leaving = true; } window.location.assign(way.href); });
    });
  });
  window.addEventListener("beforeunload", function (event) { if (!leaving && (dirty || sending || waiting)) { event.preventDefault(); event.returnValue = ""; } });

  var wrong = form.querySelector("[aria-invalid=true]");
  if (wrong) { wrong.focus(); }
  count();
}());
