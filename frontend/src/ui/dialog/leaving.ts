import { confirm } from "./confirm";

/** Asks before something typed is thrown away; true when the person agreed. */
export function agreesToLose(): Promise<boolean> {
  return confirm({
    title: "Quitter sans enregistrer ?",
    body: "Ce que vous avez tapé ici n’est pas enregistré et serait perdu.",
    confirm: "Quitter sans enregistrer",
    cancel: "Rester",
    danger: true,
  });
}
