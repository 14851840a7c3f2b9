/** Whether a text may be an e-mail address; the server checks more strictly. */
export function isEmail(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text.trim());
}
