// What people and assistive technology see, for the tests: elements by role and accessible name. Run inside a function by
// the driver, so nothing of it stays on the page.

const SELECTORS = {
  button: "button, [role=button], summary",
  link: "a[href]",
  textbox: "input:not([type]), input[type=text], input[type=email], input[type=password], input[type=search], textarea",
  file: "input[type=file]",
  heading: "h1, h2, h3, h4",
  title: "h1",
  radio: "input[type=radio]",
  checkbox: "input[type=checkbox]",
  combobox: "select",
  menuitem: "[role^=menuitem]",
  option: "[role=option]",
  row: "tr[role=row]",
  columnheader: "[role=columnheader]",
  region: "section, aside, nav, main, [role=region], [role=alert], [role=status]",
  dialog: "dialog[open], [role=dialog], [role=alertdialog]",
  table: "table",
  label: "label",
  any: "*",
};

// The document, and the trees of our elements in it.
const trees = () => [document, ...[...document.querySelectorAll("provider-portal")].map((element) => element.shadowRoot)];
const allOf = (selector) => trees().flatMap((tree) => [...tree.querySelectorAll(selector)]);
const written = () =>
  [document.body, ...trees().slice(1).flatMap((tree) => [...tree.children])].map((element) => element.innerText).join("\n");

// Isolates stand around texts of others and are not read.
const tidy = (text) => text.replace(/[\u2068\u2069]/g, "").replace(/\s+/g, " ").trim();

function exposed(element) {
  if (element.closest("[aria-hidden=true], [inert]")) return false;
  return element.checkVisibility({ visibilityProperty: true });
}

function inside(node) {
  if (node.nodeType === Node.TEXT_NODE) return node.data;
  if (node.nodeType !== Node.ELEMENT_NODE) return "";
  if (node.getAttribute("aria-hidden") === "true" || !node.checkVisibility({ visibilityProperty: true })) return "";
  if (node.ariaLabel) return node.ariaLabel;
  const text = [...node.childNodes].map(inside).join("");
  return getComputedStyle(node).display.startsWith("inline") ? text : ` ${text} `;
}

function name(element) {
  const by = (element.getAttribute("aria-labelledby") ?? "").split(/\s+/).filter(Boolean);
  const labelled = by.map((id) => element.getRootNode().getElementById(id)?.textContent ?? "").join(" ");
  if (tidy(labelled)) return tidy(labelled);
  if (element.ariaLabel) return tidy(element.ariaLabel);
  if (element.labels?.length) return tidy([...element.labels].map((label) => inside(label)).join(" "));
  if (!element.matches("input, select, textarea, section, aside, nav, main, dialog, table")) {
    const text = tidy(inside(element));
    if (text) return text;
  }
  return tidy(element.getAttribute("title") ?? element.getAttribute("placeholder") ?? "");
}

function fits(element, role, wanted, whole) {
  if (!element.matches(SELECTORS[role])) return false;
  const own = name(element);
  return whole ? own === tidy(wanted) : own.includes(tidy(wanted));
}

function focused() {
  let element = document.activeElement;
  while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
  return element;
}

function find(role, wanted, whole) {
  // While a modal dialog is open, nothing else can be reached.
  const dialog = allOf("dialog:modal").at(-1);
  const all = dialog ? [...dialog.querySelectorAll(SELECTORS[role])] : allOf(SELECTORS[role]);
  if (dialog?.matches(SELECTORS[role])) all.unshift(dialog);
  return all.filter((element) => exposed(element) && fits(element, role, wanted, whole));
}

function outline() {
  const active = focused();
  const dialog = allOf("dialog:modal").at(-1);
  return [
    `address: ${location.pathname}${location.search}`,
    `title: ${document.title}`,
    `focus: ${active?.tagName.toLowerCase()} “${active ? name(active) : ""}”`,
    `text: ${tidy(dialog ? dialog.innerText : written()).slice(0, 1800)}`,
  ].join("\n");
}

// A visually hidden input is seen by its label.
function inSight(element) {
  if (!element || element === document.body) return false;
  const shown = [element, ...(element.labels ?? [])].flatMap((one) => [...one.getClientRects()].map((box) => [one, box]));
  return shown.some(([one, box]) => {
    const [left, top] = [Math.max(box.left, 0), Math.max(box.top, 0)];
    const [right, bottom] = [Math.min(box.right, innerWidth), Math.min(box.bottom, innerHeight)];
    if (right - left < 2 || bottom - top < 2) return false;
    const points = [0.5, 0.1, 0.9].flatMap((x) => [0.5, 0.1, 0.9].map((y) => [left + (right - left) * x, top + (bottom - top) * y]));
    return points.some(([x, y]) => {
      const on = element.getRootNode().elementFromPoint(x, y);
      return on && (one.contains(on) || on.contains(one));
    });
  });
}
