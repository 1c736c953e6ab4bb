// Key derivation by hash-wasm, and key derivation and encryption by the official SDK, used as their typings say. Only the
// work itself is timed, not what it takes to load it.
import { argon2id } from "./hash-wasm.js";
import * as sdk from "./sdk.js";
import * as sdkImports from "./bitwarden_wasm_internal_bg.js";

const USER = "11111111-2222-4333-8444-000000000001";
const ORGANIZATION = "11111111-2222-4333-8444-0000000000aa";
const ROUNDS = 3;

const timed = async (work) => {
  const began = performance.now();
  const value = await work();
  return { value, took: performance.now() - began };
};
const base64 = (bytes) => btoa(String.fromCharCode(...bytes));
const bytes = (text) => new TextEncoder().encode(text);

async function loadSdk() {
  const imports = { "./bitwarden_wasm_internal_bg.js": sdkImports };
  const { instance } = await WebAssembly.instantiateStreaming(fetch("./sdk.wasm"), imports);
  sdk.init(instance.exports);
  instance.exports.__wbindgen_start?.();
  sdk.init_sdk(sdk.LogLevel.Error);
}

/** A client of somebody who is a member of one organization, with keys made here. */
async function open() {
  const { PureCrypto } = sdk;
  const [userKey, organizationKey] = [PureCrypto.make_user_key_aes256_cbc_hmac(), PureCrypto.make_user_key_aes256_cbc_hmac()];
  const privateKey = PureCrypto.rsa_generate_keypair();
  const shared = PureCrypto.encapsulate_key_unsigned(organizationKey, PureCrypto.rsa_extract_public_key(privateKey));
  const token = { get_access_token: async () => undefined };
  const client = new sdk.PasswordManagerClient(token, null, new sdk.ManagedSettingsClient());
  await client.crypto().initialize_user_crypto({
    userId: USER,
    kdfParams: { pBKDF2: { iterations: 600_000 } },
    email: "somebody@example.com",
    accountCryptographicState: { V1: { private_key: PureCrypto.wrap_decapsulation_key(privateKey, userKey) } },
    method: { decryptedKey: { decrypted_user_key: base64(userKey) } },
  });
  await client.crypto().initialize_org_crypto({ organizationKeys: new Map([[ORGANIZATION, shared]]) });
  return client;
}

/** An item of the file as the SDK takes it. */
const view = ({ name, notes, type, login }) => ({
  organizationId: ORGANIZATION,
  collectionIds: [],
  name,
  notes,
  type,
  login: { username: login.username, password: login.password, uris: login.uris.map(({ uri }) => ({ uri })) },
  favorite: false,
  reprompt: 0,
  organizationUseTotp: false,
  edit: true,
  viewPassword: true,
  creationDate: "2026-01-01T09:00:00.000Z",
  revisionDate: "2026-01-01T09:00:00.000Z",
});

const tasks = {
  async hashWasm({ password, salt, iterations, memory, parallelism }) {
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes(salt)));
    const how = { password, salt: digest, iterations, memorySize: memory * 1024, parallelism, hashLength: 32, outputType: "hex" };
    const { value, took } = await timed(() => argon2id(how));
    return { key: value, took };
  },

  async sdkDerive({ password, salt, kdf }) {
    await loadSdk();
    const { value, took } = await timed(() => sdk.PureCrypto.derive_kdf_material(bytes(password), bytes(salt), kdf));
    return { key: [...value].map((byte) => byte.toString(16).padStart(2, "0")).join(""), took };
  },

  async sdkEncrypt({ file }) {
    await loadSdk();
    const client = await open();
    const views = (await (await fetch(file)).json()).items.map(view);
    const rounds = [];
    let text;
    for (let round = 0; round < ROUNDS; round += 1) {
      const { value, took } = await timed(() => client.vault().ciphers().encrypt_list(views));
      const written = await timed(() => JSON.stringify(value));
      rounds.push({ encrypting: took, writing: written.took });
      text = written.value;
    }
    return { rounds, items: views.length, texts: text.match(/"2\.[^"]+"/g).length };
  },
};

addEventListener("message", async ({ data: { task, ...how } }) => {
  try {
    postMessage(await tasks[task](how));
  } catch (error) {
    postMessage({ failed: `${error?.message ?? error}` });
  }
});
postMessage("ready");
