// Fetches the files named in the address's query at once and notes when the last of them was here.
const files = new URLSearchParams(location.search).getAll("file");
await Promise.all(files.map(async (file) => (await fetch(file)).arrayBuffer()));
bench.bareLoaded = performance.now();
