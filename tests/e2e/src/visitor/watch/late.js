// Run before `watch.js` in a document that has loaded already, where a browser can't be given a script beforehand: keeps
// what the page complains of, until the test asks for it.
if (globalThis.complaintsForTests) return;
globalThis.complaintsForTests = [];
{
  const keep = (kind, said) => globalThis.complaintsForTests.push(`${kind}: ${said}`);
  for (const level of ["error", "warn"]) {
    const original = console[level].bind(console);
    console[level] = (...said) => {
      keep(level, said.join(" "));
      original(...said);
    };
  }
  addEventListener("error", (event) => keep("error", event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => keep("rejection", event.reason));
}
