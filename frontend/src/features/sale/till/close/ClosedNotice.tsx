import { Alert, Button, Stack, Text } from "@mantine/core";
import { IconCircleCheck, IconPrinter } from "@tabler/icons-react";
import { download } from "@/lib/server/api";
import { useAction } from "@/ui/use-action";

/** The till that was closed a moment ago on this device. */
export interface ClosedRegister {
  readonly sessionId: string;
  readonly registerNumber: number;
}

/** After the closing: it worked, and the slip to be printed and signed. */
export function ClosedNotice({ sessionId, registerNumber }: ClosedRegister) {
  const fetching = useAction({
    run: () => download(`/api/v1/register-sessions/${sessionId}/closing-slip.pdf`, "Caisse.pdf"),
  });
  return (
    <Alert
      color="good"
      icon={<IconCircleCheck aria-hidden />}
      title={`La caisse ${registerNumber} est fermée. Merci !`}
      role="status"
    >
      <Stack gap="sm" align="flex-start">
        <Text>Imprimez le ticket Z, signez-le et mettez-le avec l’argent compté.</Text>
        <Button
          leftSection={<IconPrinter size={20} aria-hidden />}
          loading={fetching.isPending}
          onClick={() => fetching.mutate()}
        >
          Ticket Z (PDF)
        </Button>
      </Stack>
    </Alert>
  );
}
