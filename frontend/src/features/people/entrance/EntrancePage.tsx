import { Anchor, Box, Center, Paper, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { type ReactNode, useEffect } from "react";
import { paths } from "@/lib/paths";
import { fetchSite, useDocumentTitle, useSiteName } from "@/lib/site";
import { Mark } from "@/ui/Mark";

interface EntrancePageProps {
  readonly title: string;
  readonly lead?: ReactNode;
  readonly children: ReactNode;
}

/** A page for people who are not logged in yet: the product's mark, one card, the way to the privacy page. */
export function EntrancePage({ title, lead, children }: EntrancePageProps) {
  const name = useSiteName();
  useDocumentTitle(title);
  // Without network the name known from the last visit stands.
  useEffect(() => void fetchSite().catch(() => undefined), []);
  return (
    <Center mih="100dvh" p="md" component="main">
      <Stack w="100%" maw={440} gap="lg">
        <Stack align="center" gap="xs">
          <Mark size={56} />
          {/* Its line is kept free: a name that comes later moves nothing. */}
          <Text fw={650} fz="lg" mih="1lh">
            {name}
          </Text>
          <Text c="gray.7">Bourse aux vêtements et aux jouets</Text>
        </Stack>
        <Paper p={{ base: "lg", xs: "xl" }} shadow="xs">
          <Box mb="lg">
            <Title order={1}>{title}</Title>
            {lead !== undefined && (
              <Text c="gray.7" mt={4}>
                {lead}
              </Text>
            )}
          </Box>
          {children}
        </Paper>
        <Anchor component={Link} to={paths.privacy} ta="center" size="sm" c="gray.7">
          Vos données et vos droits
        </Anchor>
      </Stack>
    </Center>
  );
}
