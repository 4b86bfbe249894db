/* Files are sent one by one, each with its progress; without scripts the form sends them all at once. */
"use strict";

document.querySelectorAll("form[data-files]").forEach(function (form) {
  var input = form.querySelector("input[type=file]");
  var list = form.querySelector(".files");
  var button = form.querySelector("button");

  function line(file) {
    var row = document.createElement("li");
    row.textContent = file.name + " ";
    var bar = document.createElement("progress");
    bar.max = 1;
    bar.value = 0;
    bar.setAttribute("aria-label", "上传进度");
    var words = document.createElement("span");
    words.textContent = "等待上传";
    row.append(bar, words);
    list.append(row);
    return { bar: bar, words: words };
  }

  function ended(shown, sentence) {
    shown.bar.remove();
    shown.words.className = "bad";
    shown.words.textContent = sentence;
  }

  function answered(shown, request) {
    var answer;
    try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
    if (!answer || !answer.kept) {
      ended(shown, request.status === 413 ? "文件过大，未上传。" : "没有上传成功，请刷新页面后重试。");
    } else if (answer.refused.length) {
      ended(shown, answer.refused[0]);
    } else {
      var link = document.createElement("a");
      link.href = answer.kept[0].url;
      link.textContent = "已读取，去核对";
      shown.bar.remove();
      shown.words.textContent = "";
      shown.words.append(link);
      return link.href;
    }
    return "";
  }

  function send(file, shown) {
    return new Promise(function (done) {
      var request = new XMLHttpRequest();
      var data = new FormData();
      data.append("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
      data.append("files", file);
      request.open("POST", form.action);
      request.setRequestHeader("Accept", "application/json");
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) { shown.bar.value = event.loaded / event.total; }
        shown.words.textContent = "正在上传";
      });
      request.upload.addEventListener("load", function () {
        shown.bar.removeAttribute("value");
        shown.words.textContent = "正在读取，请稍候";
      });
      request.addEventListener("load", function () { done(answered(shown, request)); });
      request.addEventListener("error", function () { ended(shown, "网络中断，请检查连接后重试。"); done(""); });
      request.send(data);
    });
  }

  function sendAll(files) {
    var rows = Array.from(files).map(function (file) { return { file: file, shown: line(file) }; });
    list.hidden = false;
    button.disabled = true;
    var urls = [];
    rows.reduce(function (before, row) {
      return before.then(function () { return send(row.file, row.shown); }).then(function (url) { urls.push(url); });
    }, Promise.resolve()).then(function () {
      button.disabled = false;
      input.value = "";
      if (urls.length === 1 && urls[0]) { window.location.assign(urls[0]); }
    });
  }

  form.addEventListener("submit", function (event) {
    if (!input.files.length) { return; }
    event.preventDefault();
    sendAll(input.files);
  });
  ["dragenter", "dragover"].forEach(function (name) {
    form.addEventListener(name, function (event) { event.preventDefault(); form.classList.add("over"); });
  });
  form.addEventListener("dragleave", function () { form.classList.remove("over"); });
  form.addEventListener("drop", function (event) {
    event.preventDefault();
    form.classList.remove("over");
    if (event.dataTransfer.files.length) { sendAll(event.dataTransfer.files); }
  });
});
