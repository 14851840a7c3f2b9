import { Paper, SimpleGrid, Stack, Text, Title } from "@mantine/core";
import { IconArrowLeft } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { type Edition, editionQuery } from "@/domain/editions";
import { LIST_TYPES } from "@/domain/lists";
import { nameOf } from "@/domain/people";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { History } from "@/ui/facts/History";
import { TextLink } from "@/ui/links";
import { Page } from "@/ui/Page";
import { Loaded } from "@/ui/states";
import { type DepositorSheet, depositorQuery } from "./api";
import { ContactCard } from "./ContactCard";
import { InvitationCard } from "./InvitationCard";
import { ListsCard } from "./ListsCard";
import { MoneyCard } from "./MoneyCard";
import { PlaceCard } from "./PlaceCard";

/** One person in one edition, from the invitation to the payout. */
export function DepositorPage() {
  const { editionId, userId } = useParams({ from: "/framed/editions/$editionId/deposants/$userId" });
  const sheet = useQuery(depositorQuery(editionId, userId));
  const edition = useQuery(editionQuery(editionId));
  return (
    <Loaded query={edition}>
      {(known) => (
        <Loaded query={sheet}>
          {(found) => (
            <Page title={nameOf(found.depositor)} lead={<Lead edition={known} sheet={found} />}>
              <Sheet edition={known} sheet={found} />
            </Page>
          )}
        </Loaded>
      )}
    </Loaded>
  );
}

interface SheetProps {
  readonly edition: Edition;
  readonly sheet: DepositorSheet;
}

function Lead({ edition, sheet: { registration } }: SheetProps) {
  const back = registration == null ? paths.invitations : paths.registrations;
  return (
    <>
      <TextLink to={back} params={{ editionId: edition.id }} size="sm">
        <IconArrowLeft size={14} aria-hidden /> {registration == null ? "Invitations" : "Inscriptions"}
      </TextLink>
      <Text c="gray.7" component="span" display="block">
        {registration == null
          ? `${edition.name}, sans inscription pour le moment`
          : `${edition.name}, listes ${LIST_TYPES[registration.list_type].toLocaleLowerCase("fr")}`}
      </Text>
    </>
  );
}

function Sheet({ edition, sheet }: SheetProps) {
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md" style={{ alignItems: "start" }}>
      <Stack>
        <ContactCard edition={edition} sheet={sheet} />
        <PlaceCard edition={edition} sheet={sheet} />
        <InvitationCard edition={edition} sheet={sheet} />
      </Stack>
      <Stack>
        <ListsCard edition={edition} sheet={sheet} />
        {sheet.registration != null && <MoneyCard edition={edition} sheet={sheet} />}
        {sheet.other_editions.length > 0 && <OtherEditions sheet={sheet} />}
        <Paper p="lg" component="section" aria-label="Historique">
          <Title order={2} mb="sm">
            Historique
          </Title>
          <History entries={sheet.history} />
        </Paper>
      </Stack>
    </SimpleGrid>
  );
}

function OtherEditions({ sheet }: { readonly sheet: DepositorSheet }) {
  return (
    <Paper p="lg" component="section" aria-label="Autres éditions">
      <Title order={2} mb="sm">
        Autres éditions
      </Title>
      {sheet.other_editions.map((one) => (
        <Text key={one.id}>
          {`${one.name} : ${counted(one.sold, "article vendu", "articles vendus")} sur ${one.articles}`}
        </Text>
      ))}
    </Paper>
  );
}
