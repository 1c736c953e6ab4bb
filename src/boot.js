// How the page starts: colours and language as chosen, the Trusted Types policy, the WebAssembly module and the words
// checked against their integrity values, and what a person sees when either the loading or, later, the page itself fails.

const boot = document.getElementById("portal-boot");
const own = boot.dataset;

{{start}}

// In a frame of another site, that site's wishes come first.
const frame = window === top ? undefined : await importBuilt(own.frame, own.frameIntegrity);
const { language, theme: liked } = chosen();
const theme = frame?.wishes.theme ?? liked;
if (theme) document.documentElement.dataset.theme = theme;
boot.language = languageOf(frame?.wishes.language, language);
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

boot.note = note;

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

// What fails after a crash says nothing new.
function watch(error) {
  const notice = document.getElementById("portal-crashed");
  if (notice.open || !isCrash(error)) return;
  const said = report(error, own.wasm.split("/").pop(), document.documentElement.lang);
  for (const text of notice.querySelectorAll("[data-report]")) text.value = said;
  show("portal-crashed");
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
  watch(error);
  if (!document.getElementById("portal-crashed").open) show("portal-unloaded");
}
