import { Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import classes from "./SellScreen.module.css";
import type { Message } from "./wording";

const ICONS = { good: IconCheck, bad: IconAlertTriangle, info: IconInfoCircle } as const;

/** The answer to the last scan, large enough to be read from a step away. */
export function MessageBanner({ message }: { readonly message: Message | undefined }) {
  const Icon = message && ICONS[message.tone];
  return (
    <div role="status" aria-live="assertive" className={classes.message} data-tone={message?.tone ?? "none"}>
      {message !== undefined && Icon !== undefined && (
        <>
          <Icon size={30} aria-hidden />
          <div>
            <Text fw={650} size="lg" lh={1.25}>
              {message.title}
            </Text>
            {message.detail !== undefined && <Text size="md">{message.detail}</Text>}
          </div>
        </>
      )}
    </div>
  );
}
