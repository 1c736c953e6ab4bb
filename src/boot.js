// How the page starts: colours and language as chosen, the Trusted Types policy, the WebAssembly module and the words
// checked against their integrity values, and what a person sees when either the loading or, later, the page itself fails.

const boot = document.getElementById("portal-boot");
const own = boot.dataset;

{{start}}

// In a frame of another site, that site's wishes come first.
const frame = window === top ? undefined : await importBuilt(own.frame, own.frameIntegrity);
const theme = frame?.wishes.theme ?? chosen.theme;
if (theme) document.documentElement.dataset.theme = theme;
boot.language = languageOf(frame?.wishes.language, chosen.language);
boot.theme = frame?.wishes.theme;
boot.tell = frame?.tell;
document.documentElement.lang = boot.language;
boot.worker = own.worker;

// Asked for again by the page when a person changes the language.
boot.fetchWords = async (language) => {
  const name = `data-words-${language}`;
  return (await fetchBuilt(boot.getAttribute(name), boot.getAttribute(`${name}-integrity`))).text();
};

trustOwn("default", own.worker);

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
    fetchBuilt(own.wasm, own.wasmIntegrity),
    boot.fetchWords(boot.language),
    fetchConfig(own.config),
  ]);
  boot.words = words;
  boot.config = servers;
  if (frame && !frame.isAllowed(servers)) {
    frame.refuse(boot.language);
  } else {
    await glue.default({ module_or_path: response });
    glue.mount(document.body, boot);
    document.getElementById("portal-loading").remove();
    frame?.serve(glue);
  }
} catch (error) {
  console.error(error);
  show(error instanceof WebAssembly.RuntimeError ? "portal-crashed" : "portal-unloaded");
}
