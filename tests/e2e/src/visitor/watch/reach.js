// Geckodriver runs the tests' scripts beside the page, where `import` gives another copy of a module: this one gives the
// page's own.
globalThis.importForTests = (address) => import(address);
