import { IconClipboardList } from "@tabler/icons-react";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/states";

export function HomePage() {
  return (
    <Page title="Mes listes">
      <EmptyState icon={IconClipboardList} title="Aucune inscription pour le moment">
        Réservez un créneau de dépôt sur Billetweb : votre bourse apparaîtra ici dès que l’association l’aura
        enregistrée.
      </EmptyState>
    </Page>
  );
}
