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

// The addresses that Trusted Types let pass: a script of ours while it is put in, and the worker made of checked bytes.
const passing = new Set();

// The same for a script. `import` itself can't say it, and what a preload says doesn't bind it everywhere; an element's value
// does: it loads the module, and `import` then gets that one.
const importBuilt = async (address, integrity, policy) => {
  const { href } = new URL(address, location.href);
  const script = Object.assign(document.createElement("script"), { type: "module", integrity });
  passing.add(href);
  try {
    script.src = policy?.createScriptURL(href) ?? href;
  } finally {
    passing.delete(href);
  }
  const loading = new Promise((loaded, failed) => {
    script.onload = loaded;
    script.onerror = () => failed(new Error(`${href} did not arrive, or is not what was built`));
    document.head.append(script);
  });
  await loading.finally(() => script.remove());
  return import(href);
};

// The same for the worker. Browsers start one by its address alone and compare nothing, so the bytes that were checked get an
// address of their own, for as long as the page lives.
let workerMade;
const makeWorker = (address, integrity) =>
  (workerMade ??= fetchBuilt(address, integrity)
    .then((response) => response.arrayBuffer())
    .then((bytes) => {
      const url = URL.createObjectURL(new Blob([bytes], { type: "text/javascript" }));
      passing.add(url);
      return url;
    })
    .catch((error) => {
      workerMade = undefined;
      throw error;
    }));

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
const trustOwn = (name) =>
  window.trustedTypes?.createPolicy(name, {
    createHTML: (markup) => (runs.test(markup) ? null : markup),
    createScriptURL: (address) => (passing.has(address) ? address : null),
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
// and so does a stack that is full, which Firefox calls an InternalError.
const isCrash = (error) => {
  const { RuntimeError } = globalThis.WebAssembly ?? {};
  const full = error instanceof RangeError || error?.name === "InternalError";
  return (RuntimeError !== undefined && error instanceof RuntimeError) || (full && /wasm/.test(error.stack));
};

// Where it was, nearest first. Each browser writes a line for each call: Chromium `at <address>:wasm-function[12]:0x34`, Firefox
// `@<address>:wasm-function[12]:0x34`, WebKit `12@<?>:wasm-function[12]` or `<?>.wasm-function[12]@[wasm code]`, without a place in
// the function. A debug build has names in place of numbers.
const framesOf = (error) => {
  const lines = `${error.stack}`.split("\n");
  const frames = lines.map((line) => line.match(/wasm-function\[\d+\]:0x[0-9a-f]+/) ?? line.match(/wasm-function\[[^\]]*\]/));
  return frames.filter(Boolean).map(([frame]) => frame);
};

// For whoever mends it, to be copied by hand: no id, no name, nothing typed.
const report = (error, build, language) => {
  return [
    "Provider Portal: report of a crash",
    `what: ${error.name}: ${error.message}`,
    `at: ${framesOf(error).slice(0, 8).join(" < ")}`,
    `page: ${shown}`,
    `build: ${build}`,
    `browser: ${navigator.userAgent}; ${innerWidth} x ${innerHeight}; ${language}`,
    `when: ${new Date().toISOString()}`,
    "before it:",
    ...doings.map((doing) => `  ${doing}`),
  ].join("\n");
};
