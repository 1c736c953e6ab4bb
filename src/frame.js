// The page in a frame of another site: whether it may be there, what that site asks for, and what it is told. Fetched only
// there; docs/embedding.md has the messages.

{{told}}

const words = {{words}};
const ORDERS = ["place", "language", "theme", "lock", "sign-out"];

// The sites around this page, nearest first. A browser that doesn't list them knows at least where the frame was asked for.
const around = location.ancestorOrigins ? [...location.ancestorOrigins] : [new URL(document.referrer || "about:blank").origin];
const site = around[0];

// What the frame's address asks for behind its `#`; not kept there, since it is no place.
export const wishes = Object.fromEntries(new URLSearchParams(location.hash.slice(1)));
history.replaceState(null, "", location.pathname + location.search);

const send = (portal, detail) => parent.postMessage({ portal, ...detail }, site);

// The settings name the sites that may show the page; all around it must be among them.
export function isAllowed(config) {
  try {
    const { parents } = JSON.parse(config);
    return around.every((origin) => parents.includes(origin));
  } catch {
    return false;
  }
}

export const tell = hearing(send);

export function serve(glue) {
  addEventListener("message", ({ source, origin, data }) => {
    if (source !== parent || origin !== site) return;
    if (ORDERS.includes(data?.portal)) glue.order(data.portal, `${data.value ?? ""}`);
    if (data?.portal === "view" && Number.isFinite(data.value)) measure(data.value);
  });
  send("ready");
}

// A host that makes the frame as high as its content says how high its own window is, and hears what the content needs.
let observer;
function measure(view) {
  const { style } = document.documentElement;
  style.setProperty("--window", `${view}px`);
  Object.assign(style, { overflowY: "auto", scrollbarGutter: "auto" });
  observer ??= new ResizeObserver(([{ contentRect }]) => send("size", { height: Math.ceil(contentRect.height) }));
  observer.observe(document.body);
}

// In place of the page: this site is not among those that may show it.
export function refuse(language) {
  const own = words[language];
  const part = (name, text) => Object.assign(document.createElement(name), { textContent: text });
  const notice = document.createElement("main");
  notice.className = "portal-refused";
  const link = part("a", own.frame_alone);
  link.dataset.rank = "primary";
  Object.assign(link, { className: "button", href: location.href, target: "_blank", rel: "noopener noreferrer" });
  notice.append(part("h1", own.frame_refused_title), part("p", own.frame_refused_text), link);
  document.getElementById("portal-loading").replaceWith(notice);
}
