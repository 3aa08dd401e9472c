// Passkeys (https://www.w3.org/TR/webauthn-3/): a form with `data-passkey` asks the phone for one before it is sent. Such forms are
// hidden where the phone has no passkeys.

type Json = Record<string, unknown>;

function bytes(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(plain, (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer | null): string | undefined {
  if (!buffer) return undefined;
  const plain = Array.from(new Uint8Array(buffer), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
}

type Listed = { id: string; type: "public-key" };

function listed(credentials: unknown): PublicKeyCredentialDescriptor[] {
  return ((credentials as Listed[] | undefined) ?? []).map(({ id, type }) => ({ id: bytes(id), type }));
}

/** What the server sent as JSON, as the browser wants it. */
async function ask(kind: string, options: Json): Promise<PublicKeyCredential> {
  const challenge = bytes(options["challenge"] as string);
  if (kind === "get") {
    const publicKey = { ...options, challenge, allowCredentials: listed(options["allowCredentials"]) };
    return (await navigator.credentials.get({ publicKey })) as PublicKeyCredential;
  }
  const user = options["user"] as { id: string; name: string; displayName: string };
  const publicKey = {
    ...options,
    challenge,
    user: { ...user, id: bytes(user.id) },
    excludeCredentials: listed(options["excludeCredentials"]),
  } as unknown as PublicKeyCredentialCreationOptions;
  return (await navigator.credentials.create({ publicKey })) as PublicKeyCredential;
}

function told(credential: PublicKeyCredential): Json {
  const answer = credential.response as Partial<AuthenticatorAttestationResponse & AuthenticatorAssertionResponse>;
  const response: Json = { clientDataJSON: text(credential.response.clientDataJSON) };
  if (answer.attestationObject) response["attestationObject"] = text(answer.attestationObject);
  if (answer.authenticatorData) response["authenticatorData"] = text(answer.authenticatorData);
  if (answer.signature) response["signature"] = text(answer.signature);
  if (answer.userHandle) response["userHandle"] = text(answer.userHandle);
  return {
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  };
}

async function send(form: HTMLFormElement): Promise<void> {
  const hint = form.querySelector<HTMLElement>("[data-failed]");
  if (hint) hint.hidden = true;
  const answer = await fetch(form.dataset["options"] ?? "", { method: "POST", body: new FormData(form) });
  // What is wrong with the answers of the form, the server's own page says best.
  if (answer.ok) {
    try {
      const { publicKey } = (await answer.json()) as { publicKey: Json };
      const credential = await ask(form.dataset["passkey"] ?? "get", publicKey);
      (form.elements.namedItem("credential") as HTMLInputElement).value = JSON.stringify(told(credential));
    } catch {
      if (hint) hint.hidden = false;
      return;
    }
  }
  form.submit();
}

for (const form of document.querySelectorAll<HTMLFormElement>("form[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send(form);
  });
}
