// Put into every document before its own scripts: notes of what takes time in it, and what the measurements ask of it.

const notes = {
  /** Milliseconds of every task of the main thread over 50 ms since the last question. */
  long: [],
  /** When the first field was there. */
  field: undefined,
  /** Every derivation by WebCrypto. */
  derived: [],
  /** Every worker: when it was started, and what was said when. */
  workers: [],
};
globalThis.bench = notes;

new PerformanceObserver((list) => list.getEntries().forEach((one) => notes.long.push(one.duration))).observe({
  type: "longtask",
  buffered: true,
});

const look = new MutationObserver(() => {
  if (!document.querySelector("main input")) return;
  notes.field = performance.now();
  look.disconnect();
});
look.observe(document, { childList: true, subtree: true });

const { deriveBits } = SubtleCrypto.prototype;
SubtleCrypto.prototype.deriveBits = async function (how, ...rest) {
  const began = performance.now();
  const bits = await deriveBits.call(this, how, ...rest);
  notes.derived.push({ name: how.name, rounds: how.iterations, took: performance.now() - began });
  return bits;
};

// The worker is started from bytes that were checked; the measured one has a few more before them.
globalThis.Blob = new Proxy(Blob, {
  construct: (plain, [parts, options]) =>
    new plain(options?.type === "text/javascript" ? [`${globalThis.tellsMemory}\n`, ...parts] : parts, options),
});

const Plain = globalThis.Worker;
globalThis.Worker = class extends Plain {
  constructor(...call) {
    super(...call);
    this.notes = { started: performance.now(), sent: [], heard: [] };
    notes.workers.push(this.notes);
    // A third part of a message is the size of the worker's memory, put there by what stands before its script.
    this.addEventListener("message", ({ data }) => {
      if (Array.isArray(data)) this.notes.heard.push({ at: performance.now(), what: `${data[0]}`.slice(0, 40), memory: data[2] });
    });
  }
  postMessage(...call) {
    this.notes.sent.push({ at: performance.now(), what: `${call[0]?.[0]}`.slice(0, 40) });
    super.postMessage(...call);
  }
};

/** Milliseconds until something is found, looked for once a frame. */
notes.until = (find) =>
  new Promise((done) => {
    const began = performance.now();
    const again = () => (find() ? done(performance.now() - began) : requestAnimationFrame(again));
    again();
  });

notes.link = (text) => [...document.querySelectorAll("a")].find((one) => one.textContent.includes(text));

/** The first row of a table. */
notes.row = () => document.querySelector("tbody th a, tbody th .cell-name");

/** The requests of the API that began since an instant and were answered by another. */
notes.asked = (from, to) =>
  performance
    .getEntriesByType("resource")
    .filter((one) => one.name.includes("/api/") && one.startTime >= from && one.responseEnd <= to);

/** How long at least one of these requests was under way. */
notes.waited = (requests) => {
  let [sum, end] = [0, 0];
  for (const one of [...requests].sort((a, b) => a.startTime - b.startTime)) {
    sum += Math.max(0, one.responseEnd - Math.max(one.startTime, end));
    end = Math.max(end, one.responseEnd);
  }
  return sum;
};

/** The same answers fetched one after another and read as JSON, with nothing done with them. */
notes.bare = async (addresses) => {
  const { access_token: token } = JSON.parse(wireForTests.at(-1).received);
  const headers = { authorization: `Bearer ${token}`, accept: "application/json" };
  const began = performance.now();
  for (const address of addresses) await (await fetch(address, { headers })).json();
  return performance.now() - began;
};
