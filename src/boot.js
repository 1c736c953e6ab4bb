// How the page starts: colours and language as chosen, the Trusted Types policy, the WebAssembly module and the words
// checked against their integrity values, and what a person sees when either the loading or, later, the page itself fails.

const boot = document.getElementById("portal-boot");
const own = boot.dataset;

{{start}}

// The door has told already.
if (document.documentElement.hasAttribute("data-outdated")) throw new Error("this browser lacks what the page needs");

trustOwn("default");

const { language, theme: liked } = chosen();
document.documentElement.lang = languageOf(language);

function fail(error) {
  console.error(error);
  watch(error);
  if (!document.getElementById("portal-crashed").open) show("portal-unloaded");
}

// In a frame of another site, that site's wishes come first.
let frame;
if (window !== top) {
  try {
    frame = await importBuilt(own.frame, own.frameIntegrity);
  } catch (error) {
    fail(error);
    throw error;
  }
}
const theme = frame?.wishes.theme ?? liked;
if (theme) document.documentElement.dataset.theme = theme;
boot.language = languageOf(frame?.wishes.language, language);
boot.theme = frame?.wishes.theme;
boot.tell = frame?.tell;
document.documentElement.lang = boot.language;
boot.files = new URL(".", new URL(own.js, location.href)).href;
boot.worker = () => makeWorker(own.worker, own.workerIntegrity);

// Asked for again by the page when a person changes the language.
boot.fetchWords = async (language) => {
  const name = `data-words-${language}`;
  return (await fetchBuilt(boot.getAttribute(name), boot.getAttribute(`${name}-integrity`))).text();
};

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
  // Without its style sheet the page shows what it should hide. Scripts wait for the sheet, so it has come or it won't.
  if (!getComputedStyle(document.documentElement).getPropertyValue("--canvas")) throw new Error("the style sheet did not arrive, or is not what was built");
  const [glue, response, words, servers] = await Promise.all([
    importBuilt(own.js, own.jsIntegrity),
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
  fail(error);
}
