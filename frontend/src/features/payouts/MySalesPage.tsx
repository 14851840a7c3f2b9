export function MySalesPage() { return null; }
