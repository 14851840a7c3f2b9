import "@mantine/dates/styles.layer.css";
import "dayjs/locale/fr";
import "./picker.css";

/** What every field for days has in common. */
export const PICKER = {
  size: "md",
  locale: "fr",
  valueFormat: "D MMMM YYYY",
  // The library calls the calendar a dialog and gives it no name; its parts have their own.
  popoverProps: { withRoles: false },
  ariaLabels: {
    previousMonth: "Mois précédent",
    nextMonth: "Mois suivant",
    previousYear: "Année précédente",
    nextYear: "Année suivante",
    previousDecade: "Dix ans avant",
    nextDecade: "Dix ans après",
  },
} as const;
