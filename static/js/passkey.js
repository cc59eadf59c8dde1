// Passkeys: the one thing about signing in that needs a script. Shows what is hidden without it, hides the words that
// explain why, and hands what the device answers to the form. Everything else on these pages works with scripts off.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (each) => each.charCodeAt(0));
const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const named = (list) => (list || []).map((each) => ({ ...each, id: bytes(each.id) }));

// What the server sends is text; the device wants bytes.
async function create({ publicKey: options }) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: named(options.excludeCredentials),
      // One that the device can find by itself signs in without a password; older keys serve as a second factor.
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    },
  });
  return answer(made, {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get({ publicKey: options }) {
  const found = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: bytes(options.challenge),
      allowCredentials: named(options.allowCredentials),
    },
  });
  return answer(found, {
    authenticatorData: text(found.response.authenticatorData),
    signature: text(found.response.signature),
    userHandle: found.response.userHandle && text(found.response.userHandle),
  });
}

function answer(credential, response) {
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response: { clientDataJSON: text(credential.response.clientDataJSON), ...response },
  };
}

const onPage = () => JSON.parse(document.querySelector("#passkey-options").textContent);
const ways = {
  create: () => create(onPage().creation_options),
  get: () => get(onPage().request_options),
  "sign-in": async (form) => {
    const reply = await fetch(form.action, { headers: { Accept: "application/json" } });
    return get((await reply.json()).request_options);
  },
};

async function use(event) {
  event.preventDefault();
  const form = event.currentTarget;
  const says = form.querySelector("[role=status]");
  says.textContent = "";
  try {
    form.elements.credential.value = JSON.stringify(await ways[form.dataset.passkey](form));
    form.submit();
  } catch {
    says.textContent = form.dataset.passkeyFailed;
  }
}

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) form.addEventListener("submit", use);
  for (const part of document.querySelectorAll("[data-passkey-part]")) part.hidden = false;
  for (const words of document.querySelectorAll("[data-passkey-missing]")) words.hidden = true;
}
