/** Whether a text may be an e-mail address; the server looks closer. */
export function isEmail(text: string): boolean {
  return /^\S+@\S+\.\S+$/.test(text.trim());
}
