// Whether this browser has what the page can't do without. All of it has Chrome and Edge from 123, Firefox from 125, Safari from
// 17.5, as index.html and locales/*/embed.json say; in the words of much older ones, since the build puts this into `door.js`.
function isFit() {
  return (
    typeof WebAssembly === "object" &&
    "popover" in HTMLElement.prototype &&
    "CSS" in window &&
    CSS.supports("color", "light-dark(red, red)")
  );
}
