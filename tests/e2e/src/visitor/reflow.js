// Whether everything can be read where there is little room, for the tests (WCAG 1.4.10, 1.4.12). Run inside a function.

const short = (text) => text.replace(/\s+/g, " ").trim().slice(0, 60);
const called = (element) =>
  `${element.tagName.toLowerCase()}${typeof element.className === "string" && element.className ? `.${element.className.split(" ").join(".")}` : ""} “${short(element.textContent)}”`;

function seen(element) {
  if (element.closest("[inert], .hidden-text, [aria-hidden=true]")) return false;
  if (!element.checkVisibility({ visibilityProperty: true, opacityProperty: true })) return false;
  const box = element.getBoundingClientRect();
  return box.width > 1 && box.height > 1 && getComputedStyle(element).clipPath === "none";
}

const scrolls = (element) => /auto|scroll/.test(getComputedStyle(element).overflowX);

// Inside a table's own region a table may scroll both ways.
const inOwnRegion = (element) => {
  for (let one = element; one && one !== document.documentElement; one = one.parentElement) {
    if (scrolls(one) && one.matches(".table-region, pre, code")) return true;
  }
  return false;
};

const root = [...document.querySelectorAll("dialog:modal, [popover]:popover-open")].at(-1) ?? document.body;
const faults = [];

const wide = document.documentElement;
if (wide.scrollWidth > wide.clientWidth) faults.push(`the page is ${wide.scrollWidth} wide in ${wide.clientWidth}`);

const all = [...root.querySelectorAll("*")].filter((element) => !(element instanceof SVGElement) && seen(element));
for (const element of all) {
  if (inOwnRegion(element)) continue;
  const box = element.getBoundingClientRect();
  if (box.right > wide.clientWidth + 1 || box.left < -1) {
    faults.push(`${called(element)} reaches from ${Math.round(box.left)} to ${Math.round(box.right)} of ${wide.clientWidth}`);
  }
}

// Text that its own box, or one around it, cuts off. Shortened with an ellipsis is allowed where the whole text stands
// elsewhere: in a label or another element, or where there is room for a pointer in a title.
const points = innerWidth > 640;
const texts = [...root.querySelectorAll("*")].filter(
  (element) => seen(element) && [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim()),
);
const whole = (text, but) =>
  texts.some((other) => other !== but && !cut(other) && short(other.textContent).includes(short(text))) ||
  (points && but.closest("[title]")?.title.includes(text.trim())) ||
  but.closest("[aria-label]")?.ariaLabel.includes(text.trim());

function cut(element) {
  const range = document.createRange();
  range.selectNodeContents(element);
  const boxes = [...range.getClientRects()].filter((box) => box.width > 1 && box.height > 1);
  for (let one = element; one && one !== root; one = one.parentElement) {
    const style = getComputedStyle(one);
    if (scrolls(one) || /auto|scroll/.test(style.overflowY)) return false;
    if (!/hidden|clip/.test(style.overflowX + style.overflowY)) continue;
    const frame = one.getBoundingClientRect();
    if (boxes.some((box) => box.right > frame.right + 1.5 || box.bottom > frame.bottom + 3 || box.top < frame.top - 3)) return true;
    if (one === element && one.scrollWidth > one.clientWidth + 1) return true;
  }
  return false;
}
// A word too long for its column runs into the next.
const runsOut = (element) =>
  !/inline|contents/.test(getComputedStyle(element).display) && !inOwnRegion(element) && element.scrollWidth > element.clientWidth + 1;
for (const element of texts) {
  if (cut(element)) {
    if (!whole(element.textContent, element)) faults.push(`${called(element)} is cut off`);
  } else if (runsOut(element)) {
    faults.push(`${called(element)} runs out of its box`);
  }
}

// Text under something else: each text is brought to the middle of the window and touched at its own middle.
const before = [scrollX, scrollY];
for (const element of texts) {
  if (element.matches("option, select, caption, legend, title") || cut(element)) continue;
  element.scrollIntoView({ block: "center", inline: "nearest" });
  const node = [...element.childNodes].find((child) => child.nodeType === Node.TEXT_NODE && child.data.trim());
  const range = document.createRange();
  range.selectNodeContents(node);
  for (const box of [...range.getClientRects()].slice(0, 3)) {
    if (box.width < 4 || box.height < 4) continue;
    const [x, y] = [box.left + box.width / 2, box.top + box.height / 2];
    if (x < 0 || y < 0 || x >= innerWidth || y >= innerHeight) continue;
    const on = document.elementsFromPoint(x, y).find((one) => getComputedStyle(one).opacity !== "0");
    const label = element.closest("label");
    const own = !on || element.contains(on) || on.contains(element) || label?.contains(on) || on.closest(".place-card")?.contains(element);
    if (!own && !on.closest(".toasts")) {
      faults.push(`${called(element)} lies under ${called(on)}`);
      break;
    }
  }
}
scrollTo(...before);
return faults;
