// Put into every document before its own scripts: reports breaches of the content-security policy to the console, and
// notes the sign-ins that go over the wire, so that a test knows the secrets it must not find anywhere else.
addEventListener("securitypolicyviolation", (event) => {
  console.error(`policy-breach ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}:${event.lineNumber}`);
});
{
  const wire = [];
  Object.defineProperty(globalThis, "wireForTests", { value: wire });
  const original = globalThis.fetch;
  globalThis.fetch = async (...call) => {
    const [target, options] = call;
    const url = target instanceof Request ? target.url : `${target}`;
    if (!url.includes("/identity/connect/token")) return original(...call);
    const sent = target instanceof Request ? await target.clone().text() : `${options?.body ?? ""}`;
    const response = await original(...call);
    wire.push({ sent, received: await response.clone().text() });
    return response;
  };
}
