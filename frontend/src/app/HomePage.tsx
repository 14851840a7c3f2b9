import { Paper, SimpleGrid, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconBasket, IconCalendarEvent, IconClipboardCheck, IconMap2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { type ComponentType, lazy, type ReactNode, Suspense, useEffect, useState } from "react";
import { useEditionInView } from "@/domain/edition-in-view";
import { type Edition, editionQuery, hasReached } from "@/domain/editions";
import { myRegistrationsQuery } from "@/domain/lists";
import { DepositorHome } from "@/features/lists/home/DepositorHome";
import { TillLink } from "@/features/sale/till/device/TillLink";
import { formatDate } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { hasRole, useIdentity } from "@/lib/server/session";
import { LinkButton } from "@/ui/links";
import { Page } from "@/ui/Page";
import { RowsSkeleton } from "@/ui/states";

const Today = lazy(() =>
  import("@/features/edition/board/Today").then((module) => ({ default: module.Today })),
);

const WaitingNotice = lazy(() =>
  import("@/features/lists/declare/waiting/WaitingNotice").then((module) => ({
    default: module.WaitingNotice,
  })),
);

/** What a person came for, by role. */
export function HomePage() {
  const who = useIdentity();
  const keepsArticles = useKeepsArticles(who?.id);
  return (
    <Page
      title={who?.first_name ? `Bonjour ${who.first_name}` : "Bonjour"}
      narrow={!hasRole(who, "volunteer")}
    >
      {keepsArticles && (
        <Suspense>
          <WaitingNotice />
        </Suspense>
      )}
      {hasRole(who, "volunteer") ? <Doorways manager={hasRole(who, "manager")} /> : <DepositorHome />}
    </Page>
  );
}

/** Whether articles wait on this device; asked once the page is there, with what reads the device. */
function useKeepsArticles(person: string | undefined): boolean {
  const [keeps, setKeeps] = useState(false);
  useEffect(() => {
    let here = true;
    if (person !== undefined)
      void import("@/offline/articles")
        .then(({ holdsArticles }) => holdsArticles(person))
        .then(
          (held) => here && setKeeps(held),
          () => undefined,
        );
    return () => {
      here = false;
    };
  }, [person]);
  return keeps;
}

function Doorways({ manager }: { readonly manager: boolean }) {
  const id = useEditionInView();
  const edition = useQuery({ ...editionQuery(id ?? ""), enabled: id !== undefined, retry: false });
  const registrations = useQuery(myRegistrationsQuery());
  const alsoDepositor = registrations.data !== undefined && registrations.data.length > 0;
  const selling = edition.data?.status === "sale";
  return (
    <Stack gap="lg">
      {manager && id !== undefined && (
        <Suspense fallback={<RowsSkeleton />}>
          <Today id={id} />
        </Suspense>
      )}
      <SimpleGrid cols={{ base: 1, sm: 2, lg: 3 }}>
        <Doorway
          icon={IconBasket}
          title="Caisse"
          text={tillWords(edition.data)}
          action={<TillLink variant={manager || !selling ? "light" : "filled"} />}
        />
        {edition.data?.status === "deposit" && (
          <Doorway
            icon={IconClipboardCheck}
            title="Table de dépôt"
            text="Contrôler les listes, ligne par ligne. Continue même sans réseau."
            action={
              <LinkButton size="lg" to={paths.desk} variant={manager ? "light" : "filled"}>
                Ouvrir une table
              </LinkButton>
            }
          />
        )}
        {manager && id !== undefined && (
          <Doorway
            icon={IconMap2}
            title="Tableau de bord"
            text="Où en est la bourse, et ce qui est déjà fait."
            action={
              <LinkButton size="lg" variant="light" to={paths.edition} params={{ editionId: id }}>
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
              <LinkButton size="lg" to={paths.editions} variant={id === undefined ? "filled" : "light"}>
                Voir les éditions
              </LinkButton>
            }
          />
        )}
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

/** Whether there is something to sell today, and when there will be. */
function tillWords(edition: Edition | undefined): string {
  const [first] = edition?.sale_days ?? [];
  if (edition === undefined || edition.status === "sale")
    return "Scanner, encaisser, rendre la monnaie. Continue même sans réseau.";
  if (hasReached(edition, "sale")) return "La vente est terminée.";
  return first === undefined
    ? "La vente n’est pas encore ouverte."
    : `La vente commence ${formatDate(first, "weekday")}.`;
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
