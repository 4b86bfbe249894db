/* How long a text may be is said while it is typed, and nothing that is pasted is cut in silence: the limit is the
   server's, which refuses what is longer and gives it back. */
"use strict";
(function () {
  var NEAR = 0.8; // of the limit, from where on the count is shown

  function length(area) { return Array.from(area.value).length; }

  function tell(area, place) {
    var limit = Number(area.dataset.longest), now = length(area);
    place.hidden = now < limit * NEAR;
    place.textContent = now > limit ? "已超出 " + (now - limit) + " 字（最多 " + limit + " 字），请删减后再保存。" : now + " / " + limit + " 字";
    place.classList.toggle("due", now > limit);
    area.setCustomValidity(now > limit ? "最多 " + limit + " 字，现有 " + now + " 字。" : "");
  }

  /* The field takes more than its limit from now on, and says so beside it. */
  function counts(area) {
    area.dataset.longest = area.getAttribute("maxlength");
    area.removeAttribute("maxlength");
    if (area.dataset.limit) { return; } // counted by its own form
    var place = document.createElement("div");
    place.className = area.matches("textarea") ? "hint num" : "hint"; // beside one line it stands under its begin
    place.setAttribute("role", "status");
    area.insertAdjacentElement("afterend", place);
    area.addEventListener("input", function () { tell(area, place); });
    tell(area, place);
  }

  document.querySelectorAll("textarea[maxlength]").forEach(counts);

  /* A field of one line takes no key beyond its limit, which one sees; what is pasted or dropped is not cut. */
  document.addEventListener("beforeinput", function (event) {
    var field = event.target;
    if (!field.matches("input[maxlength]") || !event.data || event.inputType.indexOf("insertFrom") !== 0) { return; }
    var chosen = field.selectionEnd - field.selectionStart;
    if (field.value.length - chosen + event.data.length > field.maxLength) { counts(field); }
  });
})();
