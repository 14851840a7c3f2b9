import { Anchor, Box, List, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { paths } from "@/lib/paths";
import { Page } from "@/ui/Page";

/** What is kept about people, why, for how long, and what they may ask for. */
export function PrivacyPage() {
  return (
    <Box p={{ base: "md", sm: "lg" }} component="main">
      <Page
        title="Vos données et vos droits"
        lead="Ce que l’association garde à votre sujet, pourquoi et pendant combien de temps."
        narrow
      >
        <Paper p="lg">
          <Stack gap="lg">
            <section>
              <Title order={2}>Ce que nous gardons</Title>
              <List mt="xs" spacing="xs">
                <List.Item>Votre nom, vos prénoms, votre adresse, votre e-mail et votre téléphone.</List.Item>
                <List.Item>
                  Vos inscriptions, vos listes d’articles, vos ventes et vos reversements.
                </List.Item>
                <List.Item>La date et la version des conditions que vous avez acceptées.</List.Item>
              </List>
            </section>
            <section>
              <Title order={2}>Pourquoi</Title>
              <Text mt="xs">
                Pour organiser la bourse : vous identifier au dépôt, imprimer vos étiquettes, vous reverser le
                produit de vos ventes et tenir les comptes de l’association. Rien n’est vendu ni transmis à
                d’autres.
              </Text>
            </section>
            <section>
              <Title order={2}>Combien de temps</Title>
              <Text mt="xs">
                Trois ans après votre dernière participation. Les pièces comptables sont gardées dix ans,
                comme la loi le demande.
              </Text>
            </section>
            <section>
              <Title order={2}>Vos droits</Title>
              <Text mt="xs">
                Vous pouvez corriger vos coordonnées dans votre profil. La page « Mes données » vous donne une
                copie de tout ce que nous gardons, et vous permet d’effacer votre compte. Les montants des
                ventes restent dans les comptes, sans votre nom.
              </Text>
            </section>
          </Stack>
        </Paper>
        <Anchor component={Link} to={paths.home}>
          Revenir à l’accueil
        </Anchor>
      </Page>
    </Box>
  );
}
