import classes from "./TrainingBand.module.css";

/** On every page while an edition for training is in view. */
export function TrainingBand({ edition }: { readonly edition: string }) {
  return (
    <section className={classes.band} aria-label="Entraînement">
      <strong>Entraînement : {edition}.</strong> Les personnes y sont inventées, aucun message ne part, et
      rien ne compte dans les chiffres ni dans les exports.
    </section>
  );
}
