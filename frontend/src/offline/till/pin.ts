/** The PIN keeps curious hands off a screen; it protects no secret, so a salted hash is enough. */
export interface PinLock {
  readonly salt: string;
  readonly hash: string;
}

export async function lockWith(pin: string): Promise<PinLock> {
  const salt = crypto.randomUUID();
  return { salt, hash: await digest(salt, pin) };
}

export async function opens(lock: PinLock, pin: string): Promise<boolean> {
  return (await digest(lock.salt, pin)) === lock.hash;
}

async function digest(salt: string, pin: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${salt}:${pin}`));
  return [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
