import { Stack } from "@mantine/core";
import { IconClipboardList } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { myListsQuery, myRegistrationsQuery } from "@/domain/lists";
import { EmptyState, Loaded } from "@/ui/states";
import { RegistrationCard } from "./RegistrationCard";

/** One card per edition that the person takes part in, the latest first. */
export function DepositorHome() {
  const registrations = useQuery(myRegistrationsQuery());
  // One after the other: when everybody opens the page at once, each question is a program that the server starts.
  const lists = useQuery({ ...myListsQuery(), enabled: (registrations.data?.length ?? 0) > 0 });
  return (
    <Loaded query={registrations}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState icon={IconClipboardList} title="Aucune inscription pour le moment">
            Réservez un créneau de dépôt sur Billetweb : votre bourse apparaîtra ici dès que l’association
            l’aura enregistrée.
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
