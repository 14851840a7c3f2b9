import { save } from "@/lib/server/api";

/** The very body that the synchronisation takes, so that any other device can bring it in. */
export function saveQueue(tickets: readonly unknown[], registerNumber: number): void {
  saveTickets(tickets, `caisse-${registerNumber}-tickets-en-attente.json`);
}

/** Everything that a device holds of one edition, sent or not: the server recognises what it has. */
export function saveLedger(tickets: readonly unknown[], editionCode: string): void {
  saveTickets(tickets, `caisse-${editionCode}-tous-les-tickets.json`);
}

function saveTickets(tickets: readonly unknown[], name: string): void {
  save(new Blob([JSON.stringify({ tickets })], { type: "application/json" }), name);
}
