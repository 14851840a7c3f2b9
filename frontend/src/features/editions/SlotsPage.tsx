export function SlotsPage() { return null; }
