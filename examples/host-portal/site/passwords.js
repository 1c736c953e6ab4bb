// The element in a plain page: the desk's own controls set its attributes and call its methods, its events are written down.

const portal = document.querySelector("provider-portal");
const home = document.getElementById("place-for-it");
const heard = document.getElementById("heard");

for (const type of ["ready", "place-changed", "title-changed", "session-ended", "failed"]) {
  portal.addEventListener(type, (event) => {
    heard.append(`${type} ${JSON.stringify(event.detail ?? {})}\n`);
  });
}

for (const name of ["language", "theme"]) {
  document.getElementById(name).addEventListener("change", ({ target }) => {
    if (target.value) portal.setAttribute(name, target.value);
    else portal.removeAttribute(name);
  });
}

document.getElementById("lock").addEventListener("click", () => portal.lock());
document.getElementById("sign-out").addEventListener("click", () => portal.signOut());
document.getElementById("toggle").addEventListener("click", () => {
  if (portal.isConnected) portal.remove();
  else home.append(portal);
});
