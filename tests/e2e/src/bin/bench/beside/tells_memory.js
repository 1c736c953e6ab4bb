// Only in the measured worker: every message of the worker also tells how large its memory is.
{
  let memory;
  for (const way of ["instantiate", "instantiateStreaming"]) {
    const plain = WebAssembly[way];
    WebAssembly[way] = async (...call) => {
      const made = await plain.apply(WebAssembly, call);
      memory = (made.instance ?? made).exports.memory;
      return made;
    };
  }
  const post = globalThis.postMessage.bind(globalThis);
  globalThis.postMessage = (message, ...rest) =>
    post(Array.isArray(message) ? [...message, memory?.buffer.byteLength] : message, ...rest);
}
