import { Paper, Stack, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** A part of the configuration under its own heading. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper p="lg" component="section">
      <Stack>
        <Title order={2}>{title}</Title>
        {children}
      </Stack>
    </Paper>
  );
}
