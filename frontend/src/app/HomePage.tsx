import { Button, Group, Paper, SimpleGrid, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconCashRegister, IconClipboardList } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ComponentType } from "react";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/session";
import { Page } from "@/ui/Page";
import { EmptyState } from "@/ui/states";

/** What a person came for, by role. */
export function HomePage() {
  const who = useIdentity();
  return (
    <Page title={who?.first_name ? `Bonjour ${who.first_name}` : "Bonjour"}>
      {hasRole(who, "volunteer") ? (
        <SimpleGrid cols={{ base: 1, sm: 2 }}>
          <Doorway
            icon={IconCashRegister}
            title="Caisse"
            text="Scanner, encaisser, rendre la monnaie. Continue même sans réseau."
            action="Ouvrir la caisse"
            to={paths.till}
          />
        </SimpleGrid>
      ) : (
        <EmptyState icon={IconClipboardList} title="Aucune inscription pour le moment">
          Réservez un créneau de dépôt sur Billetweb : votre bourse apparaîtra ici dès que l’association
          l’aura enregistrée.
        </EmptyState>
      )}
    </Page>
  );
}

interface DoorwayProps {
  readonly icon: ComponentType<{ size?: number }>;
  readonly title: string;
  readonly text: string;
  readonly action: string;
  readonly to: typeof paths.till;
}

function Doorway({ icon: Icon, title, text, action, to }: DoorwayProps) {
  return (
    <Paper p="lg">
      <Stack>
        <Group wrap="nowrap">
          <ThemeIcon size={48} radius="md" variant="light" aria-hidden>
            <Icon size={28} />
          </ThemeIcon>
          <Title order={2}>{title}</Title>
        </Group>
        <Text c="gray.7">{text}</Text>
        <Button component={Link} to={to} size="lg">
          {action}
        </Button>
      </Stack>
    </Paper>
  );
}
