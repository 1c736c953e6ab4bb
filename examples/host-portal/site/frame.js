// The frame in a plain page: the host's whole side of the protocol. It speaks to the portal's origin and to no other, and it
// listens to the one window that it has put the portal into.

const home = document.getElementById("place-for-it");
const heard = document.getElementById("heard");
const { portal } = home.dataset;

// Where in the portal, and how, stands behind this page's own `#`, so that it can be linked to.
const wanted = new URLSearchParams(location.hash.slice(1));
const wishes = new URLSearchParams({ language: wanted.get("language") ?? "en", theme: wanted.get("theme") ?? "light" });

const frame = document.createElement("iframe");
frame.className = "desk-frame";
frame.title = "Provider Portal";
frame.allow = "clipboard-write";
frame.src = `${portal}${wanted.get("place") ?? "/"}#${wishes}`;
home.append(frame);

const say = (name, value) => frame.contentWindow.postMessage({ portal: name, value }, portal);

addEventListener("message", ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== portal) return;
  const { portal: name, ...detail } = data;
  heard.append(`${name} ${JSON.stringify(detail)}\n`);
  if (name === "place-changed") {
    wanted.set("place", detail.place);
    history.replaceState(null, "", `#${wanted}`);
  }
  if (name === "size") frame.style.height = `${detail.height}px`;
});

const press = (id, act) => document.getElementById(id).addEventListener("click", act);
press("lock", () => say("lock"));
press("sign-out", () => say("sign-out"));
press("swedish", () => say("language", "sv"));
press("night", () => say("theme", "dark"));
press("grow", () => say("view", innerHeight));
