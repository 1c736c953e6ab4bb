// Where the keyboard stops, for the tests: put behind page.js, whose functions it uses. The elements of a walk are kept on
// the window, since every press of a key is a script of its own.

const pixel = document.createElement("canvas").getContext("2d", { willReadFrequently: true });

// The colours over each other as red, green and blue, 0 to 255.
function painted(colours) {
  pixel.canvas.width = pixel.canvas.height = 1;
  for (const colour of ["white", ...colours]) {
    pixel.fillStyle = colour;
    pixel.fillRect(0, 0, 1, 1);
  }
  return [...pixel.getImageData(0, 0, 1, 1).data].slice(0, 3);
}

function luminance(colour) {
  const [red, green, blue] = colour.map((part) => {
    const share = part / 255;
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(one, other) {
  const [low, high] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

function grounds(element) {
  const found = [];
  for (let one = element; one; one = one.parentElement) found.unshift(getComputedStyle(one).backgroundColor);
  return found;
}

// What is wrong with the ring that shows the focus; nothing when it is there and stands out (WCAG 2.4.7, 1.4.11). A hidden
// input shows it on its label, a link that covers a card on the card.
function ringless(element) {
  const label = element.closest("label");
  const hidden = getComputedStyle(element).opacity === "0";
  const places = [
    element, ...(label?.children ?? []), element.closest(".place-card"), hidden && element.nextElementSibling,
  ].filter(Boolean);
  const faults = [];
  for (const place of places) {
    const style = getComputedStyle(place);
    if (style.outlineStyle === "none" || style.outlineStyle === "hidden" || style.opacity === "0") continue;
    if (Number.parseFloat(style.outlineWidth) < 2) {
      faults.push(`its ring is ${style.outlineWidth} wide`);
      continue;
    }
    const inside = Number.parseFloat(style.outlineOffset) < 0;
    const ground = painted(grounds(inside ? place : place.parentElement));
    const ring = painted([...grounds(inside ? place : place.parentElement), style.outlineColor]);
    const ratio = contrast(ring, ground);
    if (ratio >= 3) return "";
    faults.push(`its ring has a contrast of ${ratio.toFixed(2)}: rgb(${ring}) on rgb(${ground})`);
  }
  return faults.join("; ") || "it has no ring";
}

const INTERACTIVE = "a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]";

// Everything that Tab should stop at, in the order of the document: of a group of radio buttons the chosen one or the first.
function expectedStops() {
  const root = [...document.querySelectorAll("dialog:modal")].at(-1) ?? document;
  const all = [...root.querySelectorAll(INTERACTIVE)].filter(
    (element) => element.tabIndex >= 0 && !element.disabled && (exposed(element) || element.type === "file"),
  );
  return all.filter((element) => {
    if (element.type !== "radio") return true;
    const group = all.filter((other) => other.type === "radio" && other.name === element.name);
    return element === (group.find((other) => other.checked) ?? group[0]);
  });
}

function called(element) {
  return `${element.tagName.toLowerCase()}${element.type ? `[${element.type}]` : ""} “${name(element).slice(0, 60)}”`;
}

// Notes the stop of now; `end` once the walk is round or has left the page.
function noteStop() {
  const stops = (globalThis.stopsForTests ??= []);
  const element = focused();
  if (!element || element === document.body || element === document.documentElement) return { end: stops.length > 0 };
  if (stops.includes(element)) return { end: true };
  stops.push(element);
  const faults = [];
  if (!inSight(element)) faults.push("it can't be seen or is covered");
  if (element.tabIndex > 0) faults.push("it has a positive tabindex");
  const ring = ringless(element);
  if (ring) faults.push(ring);
  return { end: false, called: called(element), faults };
}

// Ends a walk: what was never reached, and whether the stops came in the order of the document.
function endWalk(backwards) {
  const stops = globalThis.stopsForTests ?? [];
  delete globalThis.stopsForTests;
  const missed = expectedStops().filter((element) => !stops.includes(element)).map(called);
  const order = backwards ? [...stops].reverse() : stops;
  const wrong = order.slice(1).filter((element, index) => {
    return !(order[index].compareDocumentPosition(element) & Node.DOCUMENT_POSITION_FOLLOWING);
  });
  return { missed, wrong: wrong.map(called) };
}
