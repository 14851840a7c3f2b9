import { ActionIcon, Alert, Anchor, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconCamera, IconSearch } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";
import { useDesk, useDeskState } from "@/features/deposit/desk/desk-context";
import { toSend } from "@/features/deposit/desk/wording";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { beepAccepted, beepRefused } from "@/features/sale/till/sounds";
import { newVersion } from "@/lib/new-version";
import { paths } from "@/lib/paths";
import { useStore } from "@/lib/store";
import { type Found, find } from "@/offline/decisions/finding";
import type { DeskList } from "@/offline/decisions/lists";
import { confirm } from "@/ui/dialog/confirm";
import classes from "./FindScreen.module.css";
import { FoundLists } from "./FoundLists";

const Camera = lazy(() =>
  import("@/features/sale/till/scan/Camera").then((module) => ({ default: module.Camera })),
);

interface FindScreenProps {
  readonly onOpen: (list: DeskList, articleId?: string) => void;
}

/** Who stands at the table? Their sheet or a label is scanned, their number or name typed. */
export function FindScreen({ onOpen }: FindScreenProps) {
  const { desk } = useDesk();
  const { lists, steps } = useDeskState();
  const { editionCode } = desk.session();
  const [text, setText] = useState("");
  const [told, setTold] = useState<string>();
  const [watching, setWatching] = useState(false);
  const look = (typed: string) => find(typed, lists.values(), editionCode);
  const found = text.trim().length > 1 || /^\d+$/.test(text.trim()) ? look(text) : undefined;
  const open = (what: Found): boolean => {
    if (what.kind !== "list" && what.kind !== "line") return false;
    onOpen(what.list, what.kind === "line" ? what.articleId : undefined);
    return true;
  };
  const read = (scanned: string, whole = scanned) => {
    const what = look(scanned);
    if (open(what) || (whole !== scanned && open(look(whole)))) return beepAccepted();
    beepRefused();
    setTold(notFound(what));
  };
  useScans(read);
  const enter = () => {
    const what = look(text);
    if (!open(what)) setTold(notFound(what));
  };
  const last = [...new Set(steps.map(({ listId }) => listId).reverse())]
    .flatMap((id) => desk.list(id) ?? [])
    .slice(0, 4);
  return (
    <main className={classes.place} id="contenu">
      <Stack gap="lg" maw={720} mx="auto">
        <Title order={1}>Qui est là ?</Title>
        {watching && (
          <Suspense>
            <Camera onRead={read} paused={false} onStop={() => setWatching(false)} />
          </Suspense>
        )}
        <form
          onSubmit={(event) => {
            event.preventDefault();
            enter();
          }}
        >
          <TextInput
            size="xl"
            label="Feuille de la liste, étiquette, numéro ou nom"
            value={text}
            onChange={(event) => {
              setText(event.currentTarget.value);
              setTold(undefined);
            }}
            placeholder="Scannez ou tapez"
            autoComplete="off"
            autoCorrect="off"
            spellCheck={false}
            autoFocus
            enterKeyHint="search"
            leftSection={<IconSearch size={24} aria-hidden />}
            rightSectionWidth={60}
            rightSection={
              <ActionIcon
                variant="light"
                size={48}
                onClick={() => setWatching(!watching)}
                aria-label="Scanner avec la caméra"
              >
                <IconCamera size={26} aria-hidden />
              </ActionIcon>
            }
          />
        </form>
        {told !== undefined && (
          <Alert color="bad" role="alert">
            {told}
          </Alert>
        )}
        {found !== undefined && told === undefined && <Results found={found} onOpen={onOpen} />}
        {text === "" && last.length > 0 && (
          <FoundLists title="Dernières listes de cette table" lists={last} onOpen={onOpen} />
        )}
        <Foot />
      </Stack>
    </main>
  );
}

function Results({ found, onOpen }: FindScreenProps & { readonly found: Found }) {
  switch (found.kind) {
    case "list":
    case "line":
      return <FoundLists title="Liste trouvée" lists={[found.list]} onOpen={onOpen} />;
    case "several":
      if (found.lists.length > 0)
        return <FoundLists title="Listes trouvées" lists={found.lists} onOpen={onOpen} />;
      return <Text role="status">{notFound(found)}</Text>;
    default:
      return <Text role="status">{notFound(found)}</Text>;
  }
}

function notFound(found: Found): string {
  switch (found.kind) {
    case "other_edition":
      return `Ce code est d’une autre bourse (${found.edition}).`;
    case "unknown":
      return found.line === undefined
        ? `Pas de liste ${found.number} ici. Si elle vient d’être validée, attendez une minute puis réessayez.`
        : `La liste ${found.number} n’a pas de ligne ${found.line}.`;
    case "several":
      return found.lists.length === 0
        ? "Personne de ce nom n’a de liste. Essayez avec moins de lettres."
        : "Plusieurs listes : choisissez.";
    default:
      return "Ce code n’est ni une feuille de liste ni une étiquette de la bourse.";
  }
}

function Foot() {
  const { desk, courier } = useDesk();
  const { commands } = useDeskState();
  const version = useStore(newVersion);
  const [closing, setClosing] = useState(false);
  const close = async () => {
    const waiting = commands.filter(({ state }) => state === "waiting").length;
    const body =
      waiting === 0
        ? "Tout est envoyé. Les noms et les listes quittent cet appareil."
        : `${toSend(waiting)} : elles restent sur cet appareil et partiront quand le réseau sera là. Les noms et les listes quittent cet appareil.`;
    const table = desk.session().deskNumber;
    const title = table === undefined ? "Fermer la table" : `Fermer la table ${table}`;
    if (!(await confirm({ title, body, confirm: "Fermer la table" }))) return;
    setClosing(true);
    await courier.close().finally(() => setClosing(false));
  };
  return (
    <Group justify="space-between" mt="md">
      <Anchor component={Link} to={paths.home}>
        Revenir à l’accueil
      </Anchor>
      {version !== undefined && (
        <Button variant="default" onClick={version.take}>
          Mettre à jour la page
        </Button>
      )}
      <Button variant="default" loading={closing} onClick={() => void close()}>
        Fermer la table
      </Button>
    </Group>
  );
}
