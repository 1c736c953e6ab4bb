// How the page starts: colours and language as chosen, the Trusted Types policy, the WebAssembly module checked against
// its integrity value, and what a person sees when either the loading or, later, the page itself fails.

const own = document.getElementById("portal-boot").dataset;

// What the person chose, before the first paint; the entry belongs to session/storage.rs, which also reads it in full.
const chosen = (() => {
  try {
    return JSON.parse(localStorage.getItem("portal.preferences")) ?? {};
  } catch {
    return {};
  }
})();
if (chosen.theme) document.documentElement.dataset.theme = chosen.theme;
document.documentElement.lang = `${chosen.language ?? navigator.language}`.toLowerCase().startsWith("sv") ? "sv" : "en";

// Leptos parses its static markup through innerHTML. That markup is ours and holds nothing that runs; whatever does is refused.
const runs = /<\s*(script|iframe|object|embed|base|meta|link)\b|[\s"'/]on[a-z]+\s*=|\b(srcdoc|formaction)\s*=|javascript:/i;
window.trustedTypes?.createPolicy("default", {
  createHTML: (markup) => (runs.test(markup) ? null : markup),
  // Only the worker is started by address.
  createScriptURL: (address) =>
    new URL(address, location.href).href === new URL(own.worker, location.href).href ? address : null,
});

function show(id) {
  const notice = document.getElementById(id);
  if (notice.open) return;
  const language = document.documentElement.lang === "sv" ? "sv" : "en";
  for (const part of notice.children) part.hidden = part.lang !== language;
  notice.setAttribute("aria-labelledby", `${id}-${language}`);
  // Escape must not lead back to a page that no longer answers.
  notice.addEventListener("cancel", (event) => event.preventDefault());
  notice.addEventListener("click", (event) => {
    if (event.target.closest("[data-reload]")) location.reload();
  });
  notice.showModal();
}

// The shipped page traps instead of panicking, so a crash is known only from here. One trap ends the instance for good.
function watch(error) {
  if (error instanceof WebAssembly.RuntimeError) show("portal-crashed");
}
addEventListener("error", (event) => watch(event.error));
addEventListener("unhandledrejection", (event) => watch(event.reason));

try {
  const [glue, response] = await Promise.all([
    import(own.js),
    fetch(own.wasm, { integrity: own.wasmIntegrity, credentials: "same-origin", mode: "cors" }),
  ]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  await glue.default({ module_or_path: response });
  document.getElementById("portal-loading").remove();
} catch (error) {
  console.error(error);
  show(error instanceof WebAssembly.RuntimeError ? "portal-crashed" : "portal-unloaded");
}
