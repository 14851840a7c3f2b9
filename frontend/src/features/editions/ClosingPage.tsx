export function ClosingPage() { return null; }
