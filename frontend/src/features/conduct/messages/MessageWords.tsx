import { SimpleGrid, Stack, Text } from "@mantine/core";
import classes from "./MessageWords.module.css";

interface MessageWordsProps {
  readonly subject: string;
  readonly text: string;
  readonly html: string;
}

/** A message as it is read: by a mail program that shows pictures and colours, and by one that shows text alone. */
export function MessageWords({ subject, text, html }: MessageWordsProps) {
  return (
    <Stack gap="xs">
      <Text fw={600}>{subject}</Text>
      <SimpleGrid cols={{ base: 1, md: 2 }}>
        {/* Without a single permission: no script, no form, no way to this page. */}
        <iframe sandbox="" title="Le message mis en page" srcDoc={html} className={classes.page} />
        <section aria-label="Le message en texte seul">
          <Text className={classes.text ?? ""}>{text}</Text>
        </section>
      </SimpleGrid>
    </Stack>
  );
}
