/* Files of a paper are sent one by one while one types, each with its progress: chosen, photographed, dropped, pasted.
   Each waits for its turn in the queue of the form that saves itself (report.js), so that every act has its version. */
"use strict";
(function () {
  var place = document.querySelector("fieldset.evidence[data-upload]"), drop = place && place.querySelector("[data-drop]");
  var form = place && place.closest("form[data-autosaves]");
  if (!drop || !form || !window.FormData) { return; }
  var input = drop.querySelector("input[type=file]"), list = drop.querySelector(".files"), rows = place.querySelector("[data-rows]");
  var told = drop.querySelector("[data-arrived]"), arrivals = 0;
  drop.querySelector("[data-upload-button]").hidden = true; // what is chosen goes at once
  drop.querySelector("[data-also]").hidden = false;

  function line(file) {
    var row = document.createElement("li"), bar = document.createElement("progress"), words = document.createElement("span");
    bar.max = 1; bar.value = 0; bar.setAttribute("aria-label", "上传进度"); words.textContent = "等待上传";
    row.append(document.createTextNode(file.name), bar, words);
    list.append(row);
    return { name: file.name, row: row, bar: bar, words: words };
  }

  function failed(shown, sentence) { shown.row.className = "bad"; shown.row.textContent = sentence.indexOf(shown.name) < 0 ? shown.name + "：" + sentence : sentence; }

  var pictures = 0, REFUSED = { 413: "文件过大，没有保存。", 507: "服务器存储空间已满，没有保存，请联系系统管理员。" };

  function arrived(shown, request) {
    var answer = null;
    try { answer = JSON.parse(request.responseText); } catch (error) { answer = null; }
    if (!answer || !answer.row) {
      failed(shown, answer && answer.refused || REFUSED[request.status] || "没有上传成功，请刷新页面后重试。");
      return false;
    }
    form.elements.version.value = answer.version;
    rows.insertAdjacentHTML("beforeend", answer.row);
    if (answer.told) { failed(shown, answer.told); } else { shown.row.remove(); }
    arrivals += 1;
    told.textContent = "已上传" + arrivals + "份，可在上面填写说明。";
    return true;
  }

  /* Resolves to whether the file is kept. */
  function send(file, shown) {
    return new Promise(function (done) {
      var request = new XMLHttpRequest(), data = new FormData();
      data.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      data.append("version", form.elements.version.value);
      data.append("new-about", form.elements["new-about"] ? form.elements["new-about"].value : "");
      data.append("new-abouts", form.elements["new-abouts"] ? form.elements["new-abouts"].value : "");
      data.append("files", file);
      request.open("POST", place.dataset.upload);
      request.upload.addEventListener("progress", function (event) {
        if (event.lengthComputable) { shown.bar.value = event.loaded / event.total; }
        shown.words.textContent = "正在上传";
      });
      request.upload.addEventListener("load", function () { shown.words.textContent = "正在处理"; });
      request.addEventListener("load", function () { done(arrived(shown, request)); });
      request.addEventListener("error", function () { failed(shown, "连接中断，没有上传。"); done(false); });
      request.send(data);
    });
  }

  function take(files) {
    Array.from(files).forEach(function (file) {
      var shown = line(file);
      form.dispatchEvent(new CustomEvent("act", { detail: function () { return send(file, shown); } }));
    });
  }

  /* A picture that was copied, of a screen or out of a chat; cells of a table are copied with a picture of them, and
     those are meant as words. */
  function pasted(event) {
    var files = event.clipboardData && event.clipboardData.files;
    if (!files || !files.length || event.clipboardData.getData("text/plain")) { return; }
    var other = event.target.closest && event.target.closest("form");
    if (other && other !== form) { return; }
    event.preventDefault();
    take(Array.from(files).map(function (file) {
      var nameless = /^image\.\w+$/.test(file.name); // what the browser calls every one
      return nameless ? new File([file], "粘贴的图片" + (++pictures) + file.name.slice(5), { type: file.type }) : file;
    }));
  }

  document.addEventListener("paste", pasted); // a page just opened has the focus nowhere
  input.addEventListener("change", function () { take(input.files); input.value = ""; });
  ["dragenter", "dragover"].forEach(function (name) {
    drop.addEventListener(name, function (event) { event.preventDefault(); drop.classList.add("over"); });
  });
  drop.addEventListener("dragleave", function () { drop.classList.remove("over"); });
  drop.addEventListener("drop", function (event) {
    event.preventDefault(); drop.classList.remove("over");
    take(event.dataTransfer.files);
  });
}());
