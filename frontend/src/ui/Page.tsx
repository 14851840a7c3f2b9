import { Box, Group, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { useDocumentTitle } from "@/lib/site";

interface PageProps {
  readonly title: string;
  /** One sentence under the title, when the title alone does not say what to do here. */
  readonly lead?: ReactNode;
  /** The one primary action. */
  readonly action?: ReactNode;
  readonly children: ReactNode;
  /** For forms and reading; tables take the whole width. */
  readonly narrow?: boolean;
}

/** What every page starts with: its title, also in the browser's tab, one sentence, one primary action. */
export function Page({ title, lead, action, children, narrow = false }: PageProps) {
  useDocumentTitle(title);
  return (
    <Stack gap="lg" maw={narrow ? 720 : 1240} mx="auto" w="100%">
      <Group justify="space-between" align="flex-start" gap="sm">
        <Box style={{ flex: "1 1 280px" }}>
          <Title order={1}>{title}</Title>
          {lead !== undefined && (
            <Text c="gray.7" mt={4}>
              {lead}
            </Text>
          )}
        </Box>
        {action}
      </Group>
      {children}
    </Stack>
  );
}
