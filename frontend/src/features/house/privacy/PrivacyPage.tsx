import { Anchor, Box, List, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { paths } from "@/lib/paths";
import { useSite } from "@/lib/site";
import { Page } from "@/ui/Page";

/** What is kept about people, why, for how long, and what they may ask for. */
export function PrivacyPage() {
  const site = useSite();
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
              <Title order={2}>Qui répond de vos données</Title>
              <Text mt="xs">
                {site?.name ? `L’association ${site.name}` : "L’association qui organise la bourse"}
                {site?.address && `, ${site.address}`}.
                {site?.contact_email && (
                  <>
                    {" "}
                    Écrivez-lui à <Anchor href={`mailto:${site.contact_email}`}>{site.contact_email}</Anchor>{" "}
                    : elle vous répond dans le mois.
                  </>
                )}
              </Text>
              {site?.host && <Text mt="xs">Les données se trouvent chez l’hébergeur : {site.host}.</Text>}
            </section>
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
              <Text mt="xs">
                Nous le faisons pour exécuter le contrat de dépôt que vous acceptez en validant vos listes
                (règlement européen 2016/679, article 6, 1 b), pour tenir les comptes comme la loi l’exige
                (article 6, 1 c) et, pour la sécurité des comptes et de la caisse, dans l’intérêt légitime de
                l’association (article 6, 1 f).
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
              <Text mt="xs">
                Vous pouvez aussi demander la limitation d’un traitement ou vous y opposer. Si notre réponse
                ne vous convient pas, vous pouvez saisir la{" "}
                <Anchor href="https://www.cnil.fr/fr/plaintes" rel="noreferrer">
                  CNIL
                </Anchor>
                , 3 place de Fontenoy, TSA 80715, 75334 Paris Cedex 07.
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
