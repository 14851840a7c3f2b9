import { Alert, Button, Center, Group, Paper, Skeleton, Stack, Text, ThemeIcon, Title } from "@mantine/core";
import { IconAlertTriangle, IconRefresh } from "@tabler/icons-react";
import type { ComponentType, ReactNode } from "react";
import { paths } from "@/lib/paths";
import { asProblem } from "@/lib/server/problem";

interface EmptyStateProps {
  readonly icon: ComponentType<{ size?: number }>;
  readonly title: string;
  /** What to do next. */
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

/** In place of an empty table: why it is empty and what to do next. */
export function EmptyState({ icon: Icon, title, children, action }: EmptyStateProps) {
  return (
    <Paper p="xl">
      <Center>
        <Stack align="center" gap="sm" maw={460} ta="center" py="lg">
          <ThemeIcon size={64} radius="xl" variant="light" aria-hidden>
            <Icon size={32} />
          </ThemeIcon>
          <Title order={2}>{title}</Title>
          <Text c="gray.7">{children}</Text>
          {action}
        </Stack>
      </Center>
    </Paper>
  );
}

/** An error in words, with a way to try again. */
export function ErrorState({ error, retry }: { readonly error: unknown; readonly retry?: () => void }) {
  const problem = asProblem(error);
  // What is not there will not be there the next time either.
  const gone = problem.status === 404;
  return (
    <Alert
      color="bad"
      variant="light"
      icon={<IconAlertTriangle aria-hidden />}
      title={gone ? "Introuvable" : "Cela n’a pas fonctionné"}
      role="alert"
    >
      <Stack gap="sm" align="flex-start">
        <Text>{problem.message}</Text>
        {problem.status >= 500 && problem.requestId !== undefined && (
          <Text size="xs" c="gray.7">
            Référence à donner si vous appelez à l’aide : {problem.requestId}
          </Text>
        )}
        {gone && <a href={paths.home}>Revenir à l’accueil</a>}
        {retry !== undefined && !gone && (
          <Button
            variant="white"
            color="bad"
            leftSection={<IconRefresh size={18} aria-hidden />}
            onClick={retry}
          >
            Réessayer
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

/** The shape of a page of rows before they are there. */
export function RowsSkeleton({ rows = 6 }: { readonly rows?: number }) {
  return (
    <Paper role="status" aria-busy="true" aria-label="Chargement">
      <Stack gap="md">
        {Array.from({ length: rows }, (_, row) => row).map((row) => (
          <Group key={row} wrap="nowrap">
            <Skeleton height={18} width="30%" />
            <Skeleton height={18} width="45%" />
            <Skeleton height={18} width="15%" />
          </Group>
        ))}
      </Stack>
    </Paper>
  );
}

/** A query, or several seen as one. */
export interface Fetching<T> {
  readonly data: T | undefined;
  readonly isError: boolean;
  readonly error: unknown;
  readonly refetch: () => unknown;
}

interface LoadedProps<T> {
  readonly query: Fetching<T>;
  readonly skeleton?: ReactNode;
  readonly children: (data: T) => ReactNode;
}

/** A query's three states; data that was once there stays on the screen when a refresh fails. */
export function Loaded<T>({ query, skeleton, children }: LoadedProps<T>) {
  if (query.data !== undefined) return children(query.data);
  if (query.isError) return <ErrorState error={query.error} retry={() => void query.refetch()} />;
  return skeleton ?? <RowsSkeleton />;
}
