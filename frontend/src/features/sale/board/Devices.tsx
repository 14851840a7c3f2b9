import { Button, Group, Paper, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { formatInstant } from "@/lib/dates";
import { confirm } from "@/ui/dialog/confirm";
import { useAction } from "@/ui/use-action";
import { type Device, devicesQuery, forgetDevice } from "./api";

/** The devices that may sell without anybody logging in, and taking a lost one out of use. */
export function Devices({ edition }: { readonly edition: string }) {
  const devices = useQuery(devicesQuery(edition));
  if (devices.data === undefined || devices.data.length === 0) return null;
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb={4}>
        Appareils
      </Title>
      <Text size="sm" c="gray.7" mb="sm">
        Chacun vend au nom de la personne qui a ouvert sa caisse. Oubliez ici un appareil perdu ou emporté.
      </Text>
      <Stack gap="sm">
        {devices.data.map((device) => (
          <Row key={device.id} device={device} edition={edition} />
        ))}
      </Stack>
    </Paper>
  );
}

function Row({ device, edition }: { readonly device: Device; readonly edition: string }) {
  const name = `caisse ${device.register_number}, ${device.seller}`;
  const forgetting = useAction({
    run: () => forgetDevice(device.id),
    done: () => `L’appareil est oublié (${name}).`,
    refreshes: [keys.edition(edition, "devices")],
  });
  const forget = async () => {
    const body =
      "Cet appareil ne peut plus rien envoyer à l’application. La caisse reste ouverte : fermez-la d’ici, ou reprenez-la sur un autre appareil. Ses tickets en attente partiront quand quelqu’un s’y connectera.";
    if (await confirm({ title: `Oublier l’appareil (${name})`, body, confirm: "Oublier", danger: true })) {
      forgetting.mutate();
    }
  };
  return (
    <Group justify="space-between" gap="xs">
      <div>
        <Text fw={600}>
          Caisse {device.register_number} · {device.seller}
        </Text>
        <Text size="sm" c="gray.7">
          {browserOf(device.agent)}, ouvert le {formatInstant(device.opened_at)}
        </Text>
      </div>
      <Button
        variant="default"
        aria-label={`Oublier cet appareil (${name})`}
        loading={forgetting.isPending}
        onClick={() => void forget()}
      >
        Oublier cet appareil
      </Button>
    </Group>
  );
}

/** What a person calls the device by; browsers call themselves by everything at once. */
function browserOf(agent: string): string {
  const system = /iPad|iPhone|Android|Windows|Mac OS|CrOS|Linux/.exec(agent)?.[0] ?? "Appareil";
  const browser = /Firefox|Edg|Chrome|Safari/.exec(agent)?.[0];
  return browser === undefined ? system : `${system}, ${browser === "Edg" ? "Edge" : browser}`;
}
