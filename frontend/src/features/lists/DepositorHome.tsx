import { IconClipboardList } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Stack } from "@mantine/core";
import { EmptyState, Loaded } from "@/ui/states";
import { myListsQuery, myRegistrationsQuery } from "./api";
import { RegistrationCard } from "./RegistrationCard";

/** One card per edition that the person takes part in, the latest first. */
export function DepositorHome() {
  const registrations = useQuery(myRegistrationsQuery());
  const lists = useQuery(myListsQuery());
  return (
    <Loaded query={registrations}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState icon={IconClipboardList} title="Aucune inscription pour le moment">
            Réservez un créneau de dépôt sur Billetweb : votre bourse apparaîtra ici dès que l’association l’aura
            enregistrée.
          </EmptyState>
        ) : (
          <Loaded query={lists}>
            {(mine) => (
              <Stack gap="lg">
                {all
                  .toSorted((one, other) => other.slot.starts_at.localeCompare(one.slot.starts_at))
                  .map((registration) => (
                    <RegistrationCard
                      key={registration.id}
                      registration={registration}
                      lists={mine
                        .filter((list) => list.edition.id === registration.edition.id)
                        .toSorted((one, other) => one.number - other.number)}
                    />
                  ))}
              </Stack>
            )}
          </Loaded>
        )
      }
    </Loaded>
  );
}
