// What the page and the element `<provider-portal>` start with; the build puts these lines into both.

// What the person chose; the entry belongs to session/storage.rs, which also reads it in full.
const chosen = () => {
  try {
    return JSON.parse(localStorage.getItem("portal.preferences")) ?? {};
  } catch {
    return {};
  }
};

// The first language that the page speaks, of those wanted and those the browser asks for. Read by src/browser/words.rs.
const languageOf = (...wanted) =>
  [...wanted, ...navigator.languages]
    .map((tag) => `${tag}`.toLowerCase().split("-")[0])
    .find((tag) => tag === "en" || tag === "sv") ?? "en";

// A built file: what arrives is what was built, or an error.
const fetchBuilt = async (address, integrity) => {
  const response = await fetch(address, { integrity, credentials: "same-origin", mode: "cors" });
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response;
};

// The same for a script. Browsers have no way to say it in `import` itself.
const importBuilt = async (address, integrity) => {
  const link = Object.assign(document.createElement("link"), { rel: "modulepreload", href: address, integrity });
  document.head.append(link);
  try {
    return await import(address);
  } finally {
    link.remove();
  }
};

// Where the servers are, when whoever runs the page says so; without the file they are on the page's own origin.
const fetchConfig = async (address) => {
  const response = await fetch(address, { cache: "no-cache", credentials: "same-origin" });
  const json = response.headers.get("content-type")?.includes("json");
  if (response.status === 404 || (response.ok && !json)) return "";
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return response.text();
};

// Leptos parses its static markup through innerHTML. That markup is ours and holds nothing that runs; whatever does is refused.
const runs = /<\s*(script|iframe|object|embed|base|meta|link)\b|[\s"'/]on[a-z]+\s*=|\b(srcdoc|formaction)\s*=|javascript:/i;
const trustOwn = (name, worker) =>
  window.trustedTypes?.createPolicy(name, {
    createHTML: (markup) => (runs.test(markup) ? null : markup),
    // Only the worker is started by address.
    createScriptURL: (address) => (new URL(address, location.href).href === new URL(worker, location.href).href ? address : null),
  });

// What the page tells it did (src/browser/report.rs), kept here for the report of a crash: nothing of the page outlives one.
const doings = [];
let shown = "before the page";
const note = (kind, text) => {
  if (kind === "page") shown = text;
  doings.push(`${Math.round(performance.now() / 1000)} s ${kind} ${text}`);
  if (doings.length > 20) doings.shift();
};

// The shipped program traps instead of panicking, so a crash is known only from its error. One trap ends the program for good,
// and so does a stack that is full.
const isCrash = (error) => error instanceof WebAssembly.RuntimeError || (error instanceof RangeError && /wasm/.test(error.stack));

// For whoever mends it, to be copied by hand: no id, no name, nothing typed.
const report = (error, build, language) => {
  const frames = `${error.stack}`.match(/wasm-function\[\d+\]:0x[0-9a-f]+/g) ?? [];
  return [
    "Provider Portal: report of a crash",
    `what: ${error.name}: ${error.message}`,
    `at: ${frames.slice(0, 8).join(" < ")}`,
    `page: ${shown}`,
    `build: ${build}`,
    `browser: ${navigator.userAgent}; ${innerWidth} x ${innerHeight}; ${language}`,
    `when: ${new Date().toISOString()}`,
    "before it:",
    ...doings.map((doing) => `  ${doing}`),
  ].join("\n");
};
