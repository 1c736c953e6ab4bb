// How the worker starts: its WebAssembly module checked against its integrity value, and no message lost meanwhile. The build puts
// this behind the worker's glue, as one file: what it would import, no browser would check.

{
  // A message that arrives before the module listens would be dropped: it is held and delivered again.
  const early = [];
  const hold = (event) => {
    event.stopImmediatePropagation();
    early.push(event);
  };
  addEventListener("message", hold);

  try {
    // The worker runs from bytes, which have no place of their own: its name says where the page's files are.
    const response = await fetch(new URL("{{worker_wasm}}", self.name), { integrity: "{{worker_wasm_integrity}}" });
    if (!response.ok) throw new Error(`the server answered ${response.status}`);
    await __wbg_init({ module_or_path: response });
    removeEventListener("message", hold);
    for (const { data, ports } of early) dispatchEvent(new MessageEvent("message", { data, ports: [...ports] }));
  } catch (error) {
    // Only an error thrown from a task of its own reaches the page's `worker.onerror`; a rejected module does not everywhere.
    setTimeout(() => {
      throw error;
    });
  }
}
