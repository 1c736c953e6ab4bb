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

// What the page tells it did (src/browser/report.rs), kept here for the report of a crash: nothing of the page outlives one.
const doings = [];
let place = "before the page";
boot.note = (kind, text) => {
  if (kind === "page") place = text;
  doings.push(`${Math.round(performance.now() / 1000)} s ${kind} ${text}`);
  if (doings.length > 20) doings.shift();
};

// For whoever mends it, to be copied by hand: no id, no name, nothing typed.
function report(error) {
  const frames = `${error.stack}`.match(/wasm-function\[\d+\]:0x[0-9a-f]+/g) ?? [];
  return [
    "Provider Portal: report of a crash",
    `what: ${error.name}: ${error.message}`,
    `at: ${frames.slice(0, 8).join(" < ")}`,
    `page: ${place}`,
    `build: ${own.wasm.split("/").pop()}`,
    `browser: ${navigator.userAgent}; ${innerWidth} x ${innerHeight}; ${document.documentElement.lang}`,
    `when: ${new Date().toISOString()}`,
    "before it:",
    ...doings.map((doing) => `  ${doing}`),
  ].join("\n");
}

async function copy(button) {
  const part = button.closest("[lang]");
  const text = part.querySelector("[data-report]");
  try {
    await navigator.clipboard.writeText(text.value);
    part.querySelector("[role=status]").textContent = button.dataset.copy;
  } catch {
    // Not allowed here: marked, so that it can be copied by the keyboard.
    part.querySelector("details").open = true;
    text.focus();
    text.select();
  }
}

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
    const button = event.target.closest("[data-copy]");
    if (button) copy(button);
  });
  notice.showModal();
}

// The shipped page traps instead of panicking, so a crash is known only from here. One trap ends the instance for good, and so
// does a stack that is full; what fails after it says nothing new.
function watch(error) {
  const full = error instanceof RangeError && /wasm/.test(error.stack);
  const notice = document.getElementById("portal-crashed");
  if (notice.open || !(full || error instanceof WebAssembly.RuntimeError)) return;
  for (const text of notice.querySelectorAll("[data-report]")) text.value = report(error);
  show("portal-crashed");
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
  watch(error);
  if (!document.getElementById("portal-crashed").open) show("portal-unloaded");
}
