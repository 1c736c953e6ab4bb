// Before the page starts: a browser that lacks what it needs is told so, and so is a person whose boot script doesn't come. In the
// words of browsers from before modules, which would not even read the boot script.

{{needs}}

(function () {
  if (!isFit()) {
    // The boot script keeps still then, where it is understood at all.
    document.documentElement.setAttribute("data-outdated", "");
    document.getElementById("portal-outdated").removeAttribute("hidden");
    var loading = document.getElementById("portal-loading");
    loading.parentNode.removeChild(loading);
    return;
  }
  document.getElementById("portal-boot").addEventListener("error", function () {
    var notice = document.getElementById("portal-unloaded");
    notice.addEventListener("cancel", function (event) {
      event.preventDefault();
    });
    notice.addEventListener("click", function (event) {
      if (event.target.hasAttribute("data-reload")) location.reload();
    });
    notice.showModal();
  });
})();
