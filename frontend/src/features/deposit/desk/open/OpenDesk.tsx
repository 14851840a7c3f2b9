import { Alert, Anchor, Button } from "@mantine/core";
import { IconClipboardCheck } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { deskEditions } from "@/features/deposit/desk/api";
import { useDeskState } from "@/features/deposit/desk/desk-context";
import { Refusals } from "@/features/deposit/desk/frame/Refusals";
import { toSend } from "@/features/deposit/desk/wording";
import { paths } from "@/lib/paths";
import { useReachable } from "@/lib/server/network";
import { counted } from "@/lib/words";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import classes from "./OpenDesk.module.css";
import { OpeningForm } from "./OpeningForm";

/** A device without an open table: what lies on it, and opening one. */
export function OpenDesk() {
  const { keeps } = useDeskState();
  return (
    <main className={classes.place} id="contenu">
      <Page
        title="Table de dépôt"
        lead="Une fois ouverte, elle continue même si le réseau tombe."
        action={
          <Anchor component={Link} to={paths.home}>
            Revenir à l’accueil
          </Anchor>
        }
        narrow
      >
        {!keeps && (
          <Alert color="waiting" title="Cet appareil ne peut rien garder" role="status">
            Le navigateur refuse d’enregistrer : navigation privée, ou plus de place. La table marche tant que
            le réseau est là. Sinon, prenez un autre appareil, ou continuez sur papier.
          </Alert>
        )}
        <Leftover />
        <Editions />
      </Page>
    </main>
  );
}

/** Decisions of a table that was closed, or of somebody who left. */
function Leftover() {
  const { commands } = useDeskState();
  const reachable = useReachable();
  const [reading, setReading] = useState(false);
  const waiting = commands.filter(({ state }) => state === "waiting").length;
  const refused = commands.filter(({ state }) => state === "refused");
  return (
    <>
      {waiting > 0 && (
        <Alert color="waiting" title={toSend(waiting)} role="status">
          {reachable
            ? "Elles partent d’ici d’elles-mêmes."
            : "Hors ligne : elles partiront d’ici dès que le réseau reviendra."}
        </Alert>
      )}
      {refused.length > 0 && (
        <Alert color="bad" title={counted(refused.length, "décision refusée", "décisions refusées")}>
          <Button variant="white" color="bad" onClick={() => setReading(true)}>
            Lire pourquoi
          </Button>
        </Alert>
      )}
      {reading && <Refusals refused={refused} onClose={() => setReading(false)} />}
    </>
  );
}

function Editions() {
  const editions = useQuery(deskEditions());
  const reachable = useReachable();
  if (!reachable && editions.data === undefined) {
    return (
      <Alert color="waiting" title="Hors ligne" role="status">
        Il faut le réseau pour ouvrir une table. Ensuite elle s’en passe.
      </Alert>
    );
  }
  return (
    <Loaded query={editions}>
      {(all) =>
        all.length === 0 ? (
          <EmptyState icon={IconClipboardCheck} title="Pas encore de dépôt">
            Les tables s’ouvrent quand le dépôt commence. Demandez à un gestionnaire, puis revenez ici.
          </EmptyState>
        ) : (
          <OpeningForm editions={all} />
        )
      }
    </Loaded>
  );
}
