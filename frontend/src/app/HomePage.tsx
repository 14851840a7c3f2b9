import { Paper, SimpleGrid, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCalendarEvent, IconCashRegister, IconMap2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ComponentType, ReactNode } from "react";
import { useEditionInView } from "@/domain/edition-in-view";
import { myRegistrationsQuery } from "@/features/lists/home/api";
import { DepositorHome } from "@/features/lists/home/DepositorHome";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";

/** What a person came for, by role. */
export function HomePage() {
  const who = useIdentity();
  return (
    <Page
      title={who?.first_name ? `Bonjour ${who.first_name}` : "Bonjour"}
      narrow={!hasRole(who, "volunteer")}
    >
      {hasRole(who, "volunteer") ? <Doorways manager={hasRole(who, "manager")} /> : <DepositorHome />}
    </Page>
  );
}

function Doorways({ manager }: { readonly manager: boolean }) {
  const edition = useEditionInView();
  const registrations = useQuery(myRegistrationsQuery());
  const alsoDepositor = registrations.data !== undefined && registrations.data.length > 0;
  return (
    <Stack gap="lg">
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        {manager && edition !== undefined && (
          <Doorway
            icon={IconMap2}
            title="Tableau de bord"
            text="Où en est la bourse, et ce qu’il reste à faire."
            action={
              <LinkButton size="lg" to={paths.edition} params={{ editionId: edition }}>
                Ouvrir le tableau de bord
              </LinkButton>
            }
          />
        )}
        {manager && (
          <Doorway
            icon={IconCalendarEvent}
            title="Éditions"
            text="Toutes les bourses, passées et à venir."
            action={
              <LinkButton size="lg" to={paths.editions} variant={edition === undefined ? "filled" : "light"}>
                Voir les éditions
              </LinkButton>
            }
          />
        )}
        <Doorway
          icon={IconCashRegister}
          title="Caisse"
          text="Scanner, encaisser, rendre la monnaie. Continue même sans réseau."
          action={
            <LinkButton size="lg" to={paths.till} variant={manager ? "light" : "filled"}>
              Ouvrir la caisse
            </LinkButton>
          }
        />
      </SimpleGrid>
      {alsoDepositor && (
        <Stack gap="md">
          <Title order={2}>Mes listes</Title>
          <DepositorHome />
        </Stack>
      )}
    </Stack>
  );
}

interface DoorwayProps {
  readonly icon: ComponentType<{ size?: number }>;
  readonly title: string;
  readonly text: string;
  readonly action: ReactNode;
}

function Doorway({ icon: Icon, title, text, action }: DoorwayProps) {
  return (
    <Paper p="lg" component="section">
      <Stack h="100%" justify="space-between">
        <div style={{ display: "flex", gap: 14, alignItems: "center" }}>
          <ThemeIcon size={48} radius="md" variant="light" aria-hidden>
            <Icon size={28} />
          </ThemeIcon>
          <div>
            <Title order={2}>{title}</Title>
            <Text c="gray.7">{text}</Text>
          </div>
        </div>
        {action}
      </Stack>
    </Paper>
  );
}
