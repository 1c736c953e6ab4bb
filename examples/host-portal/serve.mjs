// A provider's own portal, as small as one can be: pages of its own under a strict policy, the Provider Portal's files under
// /provider-portal/, and what those call forwarded to the same server.
//
//   PORTAL   the Provider Portal's server (http://localhost:8087)
//   PORT     where to listen (9000; 0 takes a free one)

import { createReadStream, existsSync, readFileSync } from "node:fs";
import { createServer, request } from "node:http";
import { dirname, extname, join, normalize } from "node:path";
import { fileURLToPath } from "node:url";

const portal = process.env.PORTAL ?? "http://localhost:8087";
const folder = dirname(fileURLToPath(import.meta.url));

// docs/embedding.md says what of this the element needs, and why.
const policy = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "worker-src blob:",
  `frame-src ${portal}`,
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
  "trusted-types provider-portal",
].join("; ");

const kinds = { ".html": "text/html; charset=utf-8", ".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8" };

// Pages whose addresses go on behind their name belong to the page, whatever follows.
const pages = [
  [/^\/$/, "site/index.html"],
  [/^\/passwords(\/|$)/, "site/passwords.html"],
  [/^\/app(\/|$)/, "site/app.html"],
  [/^\/built\/app\.js$/, "built/app.js"],
];

// The portal's files lie at the root of its server; what they call has the same path here and there.
function forwarded(url) {
  if (/^\/provider-portal\//.test(url)) return url.replace("/provider-portal", "");
  return /^\/(api|identity|events)\//.test(url) ? url : undefined;
}

function forward(from, to, path) {
  const target = new URL(path, portal);
  const options = { method: from.method, headers: { ...from.headers, host: target.host } };
  const call = request(target, options, (answer) => {
    to.writeHead(answer.statusCode, answer.headers);
    answer.pipe(to);
  });
  call.on("error", () => to.headersSent || to.writeHead(502).end());
  to.on("close", () => call.destroy());
  from.pipe(call);
}

function page(path, to) {
  const found = pages.find(([address]) => address.test(path))?.[1] ?? join("site", normalize(path));
  const file = join(folder, found);
  if (!file.startsWith(folder) || !kinds[extname(file)] || !existsSync(file)) return to.writeHead(404).end("Not found");
  to.writeHead(200, { "content-type": kinds[extname(file)], "content-security-policy": policy, "cache-control": "no-cache" });
  if (extname(file) === ".html") to.end(readFileSync(file, "utf8").replaceAll("{{portal}}", portal));
  else createReadStream(file).pipe(to);
}

const server = createServer((from, to) => {
  const path = forwarded(from.url);
  if (path) forward(from, to, path);
  else page(new URL(from.url, "http://here").pathname, to);
});
server.listen(Number(process.env.PORT ?? 9000), "127.0.0.1", () => {
  console.log(`the host portal is at http://localhost:${server.address().port}`);
});
