/** Whether a text may be an e-mail address; the server checks more strictly. */
export function isEmail(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text.trim());
}

/** `06 12 34 56 78`, as a French number is read; a foreign one as it is written to be dialled. */
export function formatPhone(e164: string): string {
  const french = /^\+33(\d{9})$/.exec(e164)?.[1];
  return french === undefined ? e164 : `0${french}`.replace(/(\d\d)(?=\d)/g, "$1\u00a0");
}
