/** `17:30` from what a person types: `17:30`, `17 h 30`, `17h`, `17`, `1730`; undefined when it is no time. */
export function readTime(text: string): string | undefined {
  const [, hours = "", minutes = "0"] = /^\s*(\d{1,2})\s*(?:[h:.]?\s*(\d{2})?)\s*$/i.exec(text) ?? [];
  const [hour, minute] = [Number(hours), Number(minutes)];
  if (hours === "" || hour > 23 || minute > 59) return undefined;
  return `${String(hour).padStart(2, "0")}:${String(minute).padStart(2, "0")}`;
}

/** `17:30` -> `17 h 30`. */
export function timeInWords(time: string): string {
  return time.replace(/^0?(\d+):/, "$1\u00a0h\u00a0");
}
