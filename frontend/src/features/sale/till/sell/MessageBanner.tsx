import { Button, Text } from "@mantine/core";
import { IconAlertTriangle, IconCheck, IconInfoCircle } from "@tabler/icons-react";
import { useEffect, useState } from "react";
import type { Message, MessageAction } from "@/features/sale/till/wording";
import classes from "./MessageBanner.module.css";

const ICONS = { good: IconCheck, bad: IconAlertTriangle, info: IconInfoCircle } as const;

interface MessageBannerProps {
  readonly message: Message | undefined;
  /** Without its way back or on, where that would lead away from what is being done. */
  readonly plain?: boolean;
}

/** The answer to what was done last, large enough to be read from a step away. */
export function MessageBanner({ message, plain }: MessageBannerProps) {
  const Icon = message && ICONS[message.tone];
  return (
    <div role="status" aria-live="assertive" className={classes.message} data-tone={message?.tone ?? "none"}>
      {message !== undefined && Icon !== undefined && (
        <>
          <Icon size={30} aria-hidden />
          <div className={classes.messageText}>
            <Text fw={650} fz={message.large ? "1.6rem" : "lg"} lh={1.25}>
              {message.title}
            </Text>
            {message.detail !== undefined && <Text size="md">{message.detail}</Text>}
          </div>
          {message.action !== undefined && !plain && (
            <ActionButton key={message.title} action={message.action} />
          )}
        </>
      )}
    </div>
  );
}

/** Never the focus: the scanner's field keeps it. */
function ActionButton({ action }: { readonly action: MessageAction }) {
  const { label, run, forMs } = action;
  const [offered, setOffered] = useState(true);
  useEffect(() => {
    if (forMs === undefined) return;
    const timer = setTimeout(() => setOffered(false), forMs);
    return () => clearTimeout(timer);
  }, [forMs]);
  if (!offered) return null;
  return (
    <Button variant="white" color="dark" size="md" className={classes.messageAction ?? ""} onClick={run}>
      {label}
    </Button>
  );
}
