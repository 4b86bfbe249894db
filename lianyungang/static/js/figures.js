/* 逐项填数: moves as in a sheet, pastes over several cells, reckons while typing, saves by itself 3 s after the last key. */
"use strict";
(function () {
  var SIGNED_OUT = "登录已过期，没有保存到服务器，内容留在本机；请点“保存”重新登录";
  var form = document.getElementById("figures"), saved = document.getElementById("saved"), pasted = form.querySelector("[data-pasted]");
  var CELLS = "td.cell input:not([type=hidden])", ALL = Array.from(form.querySelectorAll(".sheet tbody tr"));
  var timer = null, sending = null, dirty = Boolean(form.dataset.unsaved), mayAutosave = !form.dataset.unsaved, leaving = false;

  /* The cells of one line in their order; a line that cannot be written has none. */
  function cells(line) { return Array.from(line.querySelectorAll(CELLS)); }
  function lineOf(field) { return field.closest("tr"); }
  function isCell(field) { return field.matches && field.matches(CELLS); }

  /* As in a sheet: Enter and the arrows go from cell to cell, Escape gives back what stood there; what one comes to is selected whole. */
  var before = "";
  form.addEventListener("focusin", function (event) {
    if (!isCell(event.target)) { return; }
    before = event.target.value;
    event.target.select();
  });

  function go(field, down, right) {
    var line = lineOf(field), column = cells(line).indexOf(field), next;
    if (right) { next = cells(line)[column + right]; }
    for (var place = ALL.indexOf(line) + down; down && ALL[place] && !next; place += down) { next = cells(ALL[place])[column]; }
    if (next) { next.focus(); }
    else if (down > 0) { form.querySelector(".foot .btn-primary").focus(); }
  }

  /* Within a word the arrows move the caret; from its end, or from a cell selected whole, they leave it. */
  function leaves(field, right) {
    var whole = field.selectionStart === 0 && field.selectionEnd === field.value.length;
    return whole || field.selectionStart === field.selectionEnd && field.selectionStart === (right > 0 ? field.value.length : 0);
  }

  form.addEventListener("keydown", function (event) {
    var field = event.target, key = event.key;
    if (!isCell(field) || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) { return; }
    if (key === "Enter") { event.preventDefault(); go(field, event.shiftKey ? -1 : 1, 0); }
    else if (key === "ArrowDown" || key === "ArrowUp") { event.preventDefault(); go(field, key === "ArrowDown" ? 1 : -1, 0); }
    else if (!event.shiftKey && (key === "ArrowRight" || key === "ArrowLeft") && leaves(field, key === "ArrowRight" ? 1 : -1)) {
      event.preventDefault(); go(field, 0, key === "ArrowRight" ? 1 : -1);
    }
    else if (key === "Escape" && field.value !== before) { field.value = before; field.dispatchEvent(new Event("input", { bubbles: true })); field.select(); }
  });

  /* What is copied from a sheet is laid over the lines and columns from here on, as it stood there; a line that is locked keeps its own. */
  form.addEventListener("paste", function (event) {
    var field = event.target;
    if (!isCell(field) || !event.clipboardData) { return; }
    var rows = event.clipboardData.getData("text").replace(/\r/g, "").replace(/\n+$/, "").split("\n").map(function (row) { return row.split("\t"); });
    if (rows.length < 2 && rows[0].length < 2) { return; }
    event.preventDefault();
    var top = ALL.indexOf(lineOf(field)), column = cells(lineOf(field)).indexOf(field), wide = Math.max.apply(null, rows.map(function (row) { return row.length; }));
    var roomDown = ALL.length - top, roomRight = cells(lineOf(field)).length - column;
    if (rows.length > roomDown || wide > roomRight) {
      pasted.textContent = "粘贴的是" + rows.length + "行" + wide + "列，从这里起只有" + roomDown + "行" + roomRight + "列可填，没有填入；请核对后再粘贴。";
      return;
    }
    var filled = 0, kept = 0, left = 0, touched = [];
    rows.forEach(function (row, down) {
      var line = cells(ALL[top + down]);
      if (!line.length && row.some(function (cell) { return cell.trim(); })) { kept += 1; }
      row.forEach(function (cell, right) {
        var place = line[column + right];
        if (place && cell.trim()) { place.value = cell.trim(); filled += 1; touched.push(place); }
        else if (line.length && cell.trim()) { left += 1; } // 已完成投资 has the one cell
      });
    });
    pasted.textContent = "已从这里起填入" + filled + "格，请逐格核对。" + (kept ? "其中" + kept + "行已锁定，没有填入。" : "") + (left ? "有" + left + "格所在的行没有这一列，没有填入。" : "");
    touched.forEach(note);
    field.dispatchEvent(new Event("input", { bubbles: true }));
  });

  /* What stands beside the figures is reckoned where it is saved, by one rule in one place: the server is asked of the lines that changed. */
  var asked = new Set(), reckoning = false;
  function note(field) { asked.add(reportOf(lineOf(field))); }

  /* The first line of a report carries its version. */
  function reportOf(line) {
    while (!line.classList.contains("first")) { line = line.previousElementSibling; }
    return line;
  }

  function linesOf(first) {
    var lines = [first];
    for (var next = first.nextElementSibling; next && !next.classList.contains("first"); next = next.nextElementSibling) { lines.push(next); }
    return lines;
  }

  function reckon() {
    if (reckoning || !asked.size) { return; }
    reckoning = true;
    var data = new FormData();
    data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    asked.forEach(function (first) {
      linesOf(first).forEach(function (line) {
        line.querySelectorAll("input").forEach(function (input) { if (input.type !== "checkbox" || input.checked) { data.set(input.name, input.value); } });
      });
    });
    asked.clear();
    fetch(form.dataset.reckons, { method: "POST", body: data, credentials: "same-origin" })
      .then(function (answer) { return answer.ok ? answer.json() : Promise.reject(new Error("no answer")); })
      .then(function (answer) {
        Object.keys(answer.targets).forEach(function (key) {
          var line = form.querySelector('tr[data-target="' + key + '"]');
          if (line && !asked.has(reportOf(line))) { show(line, answer.targets[key]); }
        });
      })
      .catch(function () { /* away, or signed out: the save says so */ })
      .then(function () { reckoning = false; reckon(); });
  }

  function show(line, now) {
    var doubt = line.querySelector("[data-doubt]"), tick = doubt.querySelector("input");
    line.querySelector("[data-words]").textContent = now.words;
    line.querySelector("[data-own]").textContent = now.own;
    var total = line.querySelector("[data-total]"); // where the quarter's own is typed
    if (total) { total.textContent = now.total; }
    line.querySelector("[data-rate]").textContent = now.rate;
    line.querySelector("[data-told]").textContent = now.sentence;
    if (now.mark !== tick.value) { tick.checked = false; tick.value = now.mark; }
    doubt.querySelector("[data-doubt-words]").textContent = now.doubt;
    doubt.hidden = !now.doubt;
    mark(cells(line)[0], now.why);
  }

  /* How many of the figures that are owed have a value, or a reason why there is none: as the server counts them. */
  function count() {
    var filled = ALL.filter(function (line) {
      if (!line.hasAttribute("data-owed")) { return false; }
      var fields = Array.from(line.querySelectorAll("[name^=value-], [name^=reason-]"));
      return fields.some(function (field) { return field.value.trim(); }) || Boolean(line.querySelector("[data-is-filled]"));
    }).length;
    form.querySelectorAll("[data-filled]").forEach(function (place) { place.textContent = filled; });
  }

  /* A sentence in red under the field, as the server writes it; it goes when the field is right. */
  function mark(input, why) {
    var old = document.getElementById(input.id + "_error");
    if (old) { old.remove(); }
    input.removeAttribute("aria-invalid"); input.removeAttribute("aria-describedby");
    if (!why) { return; }
    var list = document.createElement("ul"), item = document.createElement("li");
    list.className = "errorlist"; list.id = input.id + "_error"; item.textContent = why;
    list.appendChild(item);
    input.closest("td").appendChild(list);
    input.setAttribute("aria-invalid", "true"); input.setAttribute("aria-describedby", list.id);
  }

  function say(text, wrong) { saved.textContent = text; saved.className = wrong ? "due" : "saved"; }

  /* Resolves to whether everything typed is on the server. */
  function send() {
    clearTimeout(timer);
    if (sending) { return sending.then(send); }
    if (!dirty) { return Promise.resolve(true); }
    if (!mayAutosave) { return Promise.resolve(false); } // beside the other person's figures one saves knowingly
    dirty = false;
    sending = fetch(window.location.pathname, { method: "POST", body: new FormData(form), headers: { "X-Background": "1" }, credentials: "same-origin" })
      .then(function (answer) {
        var type = answer.headers.get("Content-Type") || "";
        if (type.indexOf("application/json") !== 0) { throw new Error(answer.status === 403 ? SIGNED_OUT : "away"); }
        return answer.json();
      })
      .then(function (answer) {
        Object.keys(answer.fields).forEach(function (name) { form.elements[name].value = answer.fields[name]; });
        if (answer.refused.length) { mayAutosave = false; say("没有保存：" + answer.refused.join("") + "请点“保存”对照。", true); return false; }
        say("已自动保存 " + answer.saved + (answer.unread ? "，" + answer.unread + "处没有读懂，按您写的留着" : ""), answer.unread > 0);
        if (!dirty) { form.dispatchEvent(new Event("saved", { bubbles: true })); }
        return true;
      })
      .catch(function (error) {
        say(error.message === SIGNED_OUT ? SIGNED_OUT : "没有保存到服务器，内容留在本机，恢复后请点“保存”", true);
        later();
        return false;
      })
      .then(function (done) { sending = null; dirty = dirty || !done; return done; });
    return sending;
  }

  /* Not while a word is being composed by an input method. */
  var composing = false;
  function later() { clearTimeout(timer); if (!composing) { timer = setTimeout(send, 3000); } }
  form.addEventListener("compositionstart", function () { composing = true; clearTimeout(timer); });
  form.addEventListener("compositionend", function () { composing = false; if (dirty) { later(); } });
  form.addEventListener("input", function (event) {
    dirty = true;
    count();
    if (lineOf(event.target)) { note(event.target); reckon(); }
    later();
  });

  document.addEventListener("keydown", function (event) {
    if (!(event.ctrlKey || event.metaKey) || event.key.toLowerCase() !== "s") { return; }
    event.preventDefault();
    if (mayAutosave) { dirty = true; send(); } else { form.requestSubmit(); }
  });

  /* A click while a save is under way waits for the last versions; a way off the page first saves. */
  form.addEventListener("submit", function (event) {
    if (sending) { event.preventDefault(); sending.then(function () { form.requestSubmit(event.submitter); }); return; }
    clearTimeout(timer); leaving = true;
  });
  document.addEventListener("click", function (event) {
    var way = event.target.closest("a[href]");
    if (!way || !(dirty || sending) || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || way.target || way.getAttribute("href")[0] === "#") { return; }
    event.preventDefault();
    send().then(function (done) { if (done && !dirty) { leaving = true; } window.location.assign(way.href); });
  });
  window.addEventListener("beforeunload", function (event) { if (!leaving && (dirty || sending)) { event.preventDefault(); event.returnValue = ""; } });

  var wrong = form.querySelector("[aria-invalid=true]") || form.querySelector(CELLS);
  if (wrong && !window.matchMedia("(max-width: 767.98px)").matches) { wrong.focus(); }
}());
