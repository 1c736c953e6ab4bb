// Others' code runs in a worker as ours does; each task in a new one, as ours has.
trustedTypes.createPolicy("default", { createScriptURL: (address) => address });

bench.other = (task) =>
  new Promise((done, failed) => {
    const worker = new Worker("/beside/others_worker.js", { type: "module" });
    worker.addEventListener("error", (event) => failed(new Error(event.message || "the worker did not start")));
    worker.addEventListener("message", ({ data }) => {
      if (data === "ready") return worker.postMessage(task);
      worker.terminate();
      if (data.failed) failed(new Error(data.failed));
      else done(data);
    });
  });
