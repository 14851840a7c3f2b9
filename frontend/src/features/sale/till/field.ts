/** Writes into a field as if a person had: React hears of it. */
export function fill(field: HTMLInputElement | HTMLTextAreaElement, value: string): void {
  if (field.value === value) return;
  // React replaces the element's own setter to watch for changes; the prototype's goes around it.
  Object.getOwnPropertyDescriptor(Object.getPrototypeOf(field), "value")?.set?.call(field, value);
  field.dispatchEvent(new Event("input", { bubbles: true }));
}
