// `<provider-portal>`: the page as an element in a host's page. docs/embedding.md says what a host gives and gets.

{{start}}

{{told}}

{{needs}}

const files = {{files}};
const words = {{words}};
const at = (name) => new URL(name, import.meta.url).href;

// The element that the page stands in. One at a time: keys, words and address are the page's as a whole.
let current;
let program;
let trusted;
// What has ended the program for good.
let crash;

// Everything that is loaded once, however often an element comes and goes.
const load = async () => {
  if (new URL(import.meta.url).origin !== location.origin) throw new Error("the portal's files must come from the origin of the host's page");
  const own = policy();
  const [glue, wasm, style] = await Promise.all([
    importBuilt(at(files.js), files.jsIntegrity, own),
    fetchBuilt(at(files.wasm), files.wasmIntegrity),
    fetchBuilt(at(files.style), files.styleIntegrity).then((response) => response.text()),
  ]);
  glue.trust(own ?? glue.plain);
  await glue.default({ module_or_path: wasm });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(style);
  measureByEm();
  return { glue, sheet };
};

// A policy of our own, so that the host's strings pass no other filter than before. Without one everything works where
// Trusted Types aren't enforced; where they are, this says what to change.
function policy() {
  try {
    return (trusted ??= trustOwn("provider-portal"));
  } catch {
    document.createElement("template").innerHTML = "";
    return undefined;
  }
}

// Lengths follow the size of letters that the person has set in the browser, not the host's root element.
function measureByEm() {
  try {
    CSS.registerProperty({ name: "--portal-rem", syntax: "<length>", inherits: true, initialValue: "16px" });
  } catch {
    // Registered before, by another copy of this file.
  }
}

// Where the servers are: what the host's attributes say goes before what `config.json` beside the files says.
const configOf = (element, text) => {
  const given = ["api", "identity", "vault"].filter((name) => element.hasAttribute(name));
  if (!given.length) return text;
  const attributes = Object.fromEntries(given.map((name) => [name, element.getAttribute(name)]));
  try {
    return JSON.stringify({ ...JSON.parse(text || "{}"), ...attributes });
  } catch {
    // The page says what is wrong with it.
    return text;
  }
};

// What is said before the portal's own style sheet is there can be read in whatever page.
const plain = new CSSStyleSheet();
plain.replaceSync(`:host { display: block }
.portal { all: initial; display: block; padding: 24px; background: Canvas; color: CanvasText; font: 1em/1.5 system-ui; color-scheme: light dark }
.portal[data-theme="light"] { color-scheme: light }
.portal[data-theme="dark"] { color-scheme: dark }`);

const isBelow = (base, path) => {
  const tidy = `/${base}/`.replace(/\/+/g, "/");
  return `${path}/`.startsWith(tidy);
};

class ProviderPortal extends HTMLElement {
  static observedAttributes = ["language", "theme", "place"];
  #shadow = this.attachShadow({ mode: "open" });
  #stay;
  #glue;
  #place;

  constructor() {
    super();
    this.#shadow.adoptedStyleSheets = [plain];
  }

  // Later in the same task: an element that is only moved, or that takes the place of another, has settled by then.
  connectedCallback() {
    queueMicrotask(() => this.#settle());
  }
  disconnectedCallback() {
    queueMicrotask(() => this.#settle());
  }
  connectedMoveCallback() {}

  attributeChangedCallback(name, _, value) {
    if (!this.#glue || (name === "place" && value === this.#place)) return;
    const { language, theme } = chosen();
    this.#glue.order(name, value ?? { language: languageOf(language), theme: theme ?? "system", place: "/" }[name]);
  }

  // Locks the session in every tab; the master password opens it again.
  lock() {
    this.#glue?.order("lock", "");
  }

  signOut() {
    this.#glue?.order("sign-out", "");
  }

  #settle() {
    if (!this.isConnected) this.#leave();
    else if (!this.#stay) this.#come();
  }

  async #come() {
    if (current && current !== this) {
      if (current.isConnected) return this.#say("second");
      current.#leave();
    }
    current = this;
    if (!isFit()) {
      // Nothing is fetched, so this could come before the host listens.
      if (document.readyState !== "complete") await new Promise((loaded) => addEventListener("load", loaded, { once: true }));
      return this.#fail(new Error("this browser lacks what the portal needs"), "outdated");
    }
    if (crash) return this.#fail(crash);
    const stay = (this.#stay = new AbortController());
    try {
      const language = this.#language();
      const fetchWords = async (wanted) => {
        const [name, integrity] = files.words[wanted];
        return (await fetchBuilt(at(name), integrity)).text();
      };
      program ??= load();
      const [{ glue, sheet }, texts, config] = await Promise.all([program, fetchWords(language), fetchConfig(at("config.json"))]);
      if (stay.signal.aborted) return;
      this.#watch(stay.signal);
      this.#shadow.adoptedStyleSheets = [sheet];
      const root = this.#draw();
      glue.mount(root, this.#boot(language, texts, configOf(this, config), fetchWords));
      this.#glue = glue;
      this.#tell("ready");
    } catch (error) {
      // What didn't arrive is asked for again by the next element.
      if (!this.#glue) program = undefined;
      if (!stay.signal.aborted) this.#fail(error);
    }
  }

  #leave() {
    this.#stay?.abort();
    this.#stay = undefined;
    try {
      this.#glue?.unmount();
    } catch (error) {
      crash = error;
      console.error(error);
    }
    this.#glue = undefined;
    this.#shadow.replaceChildren();
    if (current === this) current = undefined;
  }

  #draw() {
    const ground = document.createElement("div");
    const root = document.createElement("div");
    ground.className = "portal-ground";
    root.className = "portal";
    ground.append(root);
    root.addEventListener("beforetoggle", (event) => this.#giveBack(event), true);
    this.#shadow.replaceChildren(ground);
    return root;
  }

  // Chromium gives the focus back from a menu that closes, but not inside a shadow tree.
  #giveBack({ target, newState }) {
    if (newState === "closed" && target.contains(this.#shadow.activeElement)) this.#shadow.querySelector(`[popovertarget="${target.id}"]`)?.focus();
  }

  // Read by src/browser/boot.rs. The address bar is used only where the host says so and is there.
  #boot(language, texts, config, fetchWords) {
    const base = this.getAttribute("base") ?? "";
    const bar = this.hasAttribute("base") && !this.hasAttribute("memory") && isBelow(base, location.pathname);
    return {
      language,
      words: texts,
      fetchWords,
      config,
      base,
      place: bar ? undefined : (this.getAttribute("place") ?? "/"),
      theme: this.getAttribute("theme") ?? undefined,
      files: at("."),
      worker: () => makeWorker(at(files.worker), files.workerIntegrity),
      note,
      tell: hearing((type, detail) => this.#tell(type, detail)),
    };
  }

  #tell(type, detail) {
    if (type === "place-changed" && !this.#arrive(detail.place)) return;
    this.dispatchEvent(new CustomEvent(type, { detail }));
  }

  // The attribute has the place, and another page is seen from its top. False where the host itself has asked for the place.
  #arrive(place) {
    const pathOf = (address) => address?.split("?")[0];
    const another = pathOf(place) !== pathOf(this.#place);
    const asked = this.getAttribute("place") === place;
    this.#place = place;
    if (asked) return false;
    this.setAttribute("place", place);
    if (another && this.getBoundingClientRect().top < 0) this.scrollIntoView();
    return true;
  }

  // Only crashes of our own program: the host may have one as well. Where the stack is full, WebKit names no file at all: then
  // it is told rather once too often.
  #watch(signal) {
    const isOurs = ({ stack }) => stack.includes(at(".")) || !/:\/\//.test(stack);
    const look = (error) => {
      if (!crash && isCrash(error) && isOurs(error)) this.#fail(error);
    };
    addEventListener("error", (event) => look(event.error), { signal });
    addEventListener("unhandledrejection", (event) => look(event.reason), { signal });
  }

  #fail(error, what = "unloaded") {
    console.error(error);
    if (isCrash(error)) {
      crash = error;
      this.#glue = undefined;
    }
    this.#say(crash ? "crashed" : what);
    this.#tell("failed", { error });
  }

  #language() {
    return languageOf(this.getAttribute("language"), chosen().language);
  }

  #say(what) {
    const language = this.#language();
    const own = words[language];
    const notice = this.#draw();
    notice.lang = language;
    notice.dataset.theme = this.getAttribute("theme") ?? chosen().theme;
    notice.className = "portal portal-message";
    notice.role = "alert";
    notice.append(part("h2", own[`${what}_title`]), part("p", own[`${what}_text`]));
    if (what === "second" || what === "outdated") return;
    notice.append(button(own.reload, "primary", () => location.reload()));
    if (what === "crashed") notice.append(...reported(own, language));
  }
}

const part = (name, text) => Object.assign(document.createElement(name), { textContent: text });

function button(text, rank, act) {
  const made = Object.assign(part("button", text), { type: "button", className: "button" });
  made.dataset.rank = rank;
  made.addEventListener("click", act);
  return made;
}

// The report, to copy and to read.
function reported(own, language) {
  const text = part("textarea", report(crash, files.wasm, language));
  Object.assign(text, { readOnly: true, rows: 10, spellcheck: false, ariaLabel: own.report });
  text.dataset.report = "";
  const details = part("details");
  details.append(part("summary", own.report_read), text);
  const told = part("p");
  told.role = "status";
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text.value);
      told.textContent = own.report_copied;
    } catch {
      // Not allowed here: marked, so that it can be copied by the keyboard.
      details.open = true;
      text.focus();
      text.select();
    }
  };
  return [part("p", own.report_text), button(own.report_copy, "secondary", copy), told, details];
}

customElements.define("provider-portal", ProviderPortal);
