import { Button, Menu } from "@mantine/core";
import {
  IconArchive,
  IconDotsVertical,
  IconDownload,
  IconHome,
  IconLock,
  IconPrinter,
  IconReceipt,
  IconShoppingBag,
  IconSparkles,
  IconSquareRoundedX,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { saveLedger, saveQueue } from "@/features/sale/till/device/save-queue";
import { useRegisterSession, useTill, useTillState } from "@/features/sale/till/till-context";
import { newVersion } from "@/lib/new-version";
import { paths } from "@/lib/paths";
import { useStore } from "@/lib/store";
import classes from "./TillMenu.module.css";

interface TillMenuProps {
  readonly onTickets: () => void;
  readonly onClose: () => void;
  readonly onTake: () => void;
  /** After the waiting tickets went into a file. */
  readonly onSaved: () => void;
}

/** Everything that is not selling. */
export function TillMenu({ onTickets, onClose, onTake, onSaved }: TillMenuProps) {
  const { till } = useTill();
  const { registerNumber, editionCode } = useRegisterSession();
  const { basket } = useTillState();
  const version = useStore(newVersion);
  const navigate = useNavigate();
  const unsent = till.unsent();
  return (
    <Menu
      position="bottom-end"
      width={360}
      classNames={{ item: classes.menuItem ?? "", dropdown: classes.menu ?? "" }}
    >
      <Menu.Target>
        <Button variant="default" px="sm" aria-label="Menu">
          <IconDotsVertical size={22} aria-hidden />
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconReceipt size={20} aria-hidden />} onClick={onTickets}>
          Tickets et annulations
        </Menu.Item>
        <Menu.Item leftSection={<IconShoppingBag size={20} aria-hidden />} onClick={onTake}>
          Prendre le ticket d’une autre caisse
        </Menu.Item>
        <Menu.Item leftSection={<IconLock size={20} aria-hidden />} onClick={() => void till.lock()}>
          Verrouiller l’écran
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDownload size={20} aria-hidden />}
          disabled={unsent.length === 0}
          onClick={() => {
            saveQueue(unsent, registerNumber);
            onSaved();
          }}
        >
          Sauver les ventes dans un fichier
        </Menu.Item>
        <Menu.Item
          leftSection={<IconArchive size={20} aria-hidden />}
          onClick={() => saveLedger(till.tickets(), editionCode)}
        >
          Garder une copie de toutes les ventes
        </Menu.Item>
        <Menu.Item
          component="a"
          href="/carte-caisse.html"
          target="_blank"
          leftSection={<IconPrinter size={20} aria-hidden />}
        >
          Imprimer la carte de commandes
        </Menu.Item>
        {version !== undefined && (
          <Menu.Item
            leftSection={<IconSparkles size={20} aria-hidden />}
            disabled={basket.lines.length > 0}
            onClick={version.take}
          >
            Passer à la nouvelle version
          </Menu.Item>
        )}
        <Menu.Item
          leftSection={<IconHome size={20} aria-hidden />}
          onClick={() => void navigate({ to: paths.home })}
        >
          Revenir à l’accueil (la caisse reste ouverte)
        </Menu.Item>
        <Menu.Divider my="xs" />
        <Menu.Item color="bad" leftSection={<IconSquareRoundedX size={20} aria-hidden />} onClick={onClose}>
          Fermer la caisse (fin de journée)
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
