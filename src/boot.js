// How the page starts: colours and language as chosen, the Trusted Types policy, the WebAssembly module and the words
// checked against their integrity values, and what a person sees when either the loading or, later, the page itself fails.

const boot = document.getElementById("portal-boot");
const own = boot.dataset;

// What the person chose, before the first paint; the entry belongs to session/storage.rs, which also reads it in full.
const chosen = (() => {
  try {
    return JSON.parse(localStorage.getItem("portal.preferences")) ?? {};
  } catch {
    return {};
  }
})();
if (chosen.theme) document.documentElement.dataset.theme = chosen.theme;

// The first language that the page speaks, of the chosen one and those the browser asks for. Read by src/browser/words.rs.
const wanted = [chosen.language, ...navigator.languages].map((tag) => `${tag}`.toLowerCase().split("-")[0]);
boot.language = wanted.find((tag) => tag === "en" || tag === "sv") ?? "en";
document.documentElement.lang = boot.language;

// Asked for again by the page when a person changes the language.
boot.fetchWords = async (language) => {
  const name = `data-words-${language}`;
  const response = await fetch(boot.getAttribute(name), {
    integrity: boot.getAttribute(`${name}-integrity`),
    credentials: "same-origin",
    mode: "cors",
  });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.text();
};

// Where the servers are, when whoever runs the page says so; without the file they are on the page's own origin.
const config = async () => {
  const response = await fetch(own.config, { cache: "no-cache", credentials: "same-origin" });
  const json = response.headers.get("content-type")?.includes("json");
  if (response.status === 404 || (response.ok && !json)) return "";
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.text();
};

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
  const [glue, response, words, servers] = await Promise.all([
    import(own.js),
    fetch(own.wasm, { integrity: own.wasmIntegrity, credentials: "same-origin", mode: "cors" }),
    boot.fetchWords(boot.language),
    config(),
  ]);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  boot.words = words;
  boot.config = servers;
  await glue.default({ module_or_path: response });
  document.getElementById("portal-loading").remove();
} catch (error) {
  console.error(error);
  show(error instanceof WebAssembly.RuntimeError ? "portal-crashed" : "portal-unloaded");
}
