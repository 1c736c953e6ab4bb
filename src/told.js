// What a host hears, out of what the page tells (src/embed.rs): other places and titles, and the end of a session. The build
// puts these lines into both forms of embedding.
const hearing = (event) => {
  let place;
  let session;
  return (what, value) => {
    if (what === "title") event("title-changed", { title: value });
    if ((what === "place" || what === "replaced") && value !== place) {
      place = value;
      event("place-changed", { place, replaced: what === "replaced" });
    }
    if (what === "session") {
      const ended = session && (value === "signed-out" || value === "ended");
      session = value;
      if (ended) event("session-ended", { why: value });
    }
  };
};
