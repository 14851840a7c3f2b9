import { Alert, Anchor, Button, Stack } from "@mantine/core";
import { IconBasket, IconLogin2 } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useEffect } from "react";
import { hasReached, isReadOnly } from "@/domain/editions";
import { type TillEdition, tillEditions } from "@/features/sale/till/api";
import { ImportQueue } from "@/features/sale/till/device/ImportQueue";
import { Leftovers } from "@/features/sale/till/device/Leftovers";
import { useTill } from "@/features/sale/till/till-context";
import { paths } from "@/lib/paths";
import { useReachable } from "@/lib/server/network";
import { hasRole, useIdentity } from "@/lib/server/session";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { OpeningForm } from "./OpeningForm";
import classes from "./OpenRegister.module.css";

/** A device without an open till: what lies on it, and opening one. */
export function OpenRegister() {
  const who = useIdentity();
  return (
    <main className={classes.place} id="contenu">
      <Page
        title="Caisse"
        lead="Une fois ouverte, elle continue de vendre même si le réseau tombe."
        action={
          <Anchor component={Link} to={paths.home}>
            Revenir à l’accueil
          </Anchor>
        }
        narrow
      >
        <Leftovers />
        {hasRole(who, "volunteer") ? <Editions /> : <LogInFirst />}
      </Page>
    </main>
  );
}

/** The device may hold tickets of people who have long gone home. */
function LogInFirst() {
  return (
    <EmptyState
      icon={IconLogin2}
      title="Connectez-vous"
      action={
        <Link to={paths.login} search={{ suite: paths.till }}>
          <Button component="span">Se connecter</Button>
        </Link>
      }
    >
      Il faut le compte d’un bénévole pour ouvrir une caisse, et pour envoyer les tickets gardés ici.
    </EmptyState>
  );
}

function Editions() {
  const { till } = useTill();
  const editions = useQuery(tillEditions());
  const reachable = useReachable();
  useEffect(() => {
    const closed = editions.data?.filter(isReadOnly).map(({ id }) => id);
    if (closed !== undefined) void till.forgetEditions(new Set(closed));
  }, [till, editions.data]);
  return (
    <>
      {!reachable && (
        <Alert color="waiting" title="Hors ligne">
          Il faut le réseau pour ouvrir une caisse. Ensuite elle s’en passe.
        </Alert>
      )}
      {(reachable || editions.data !== undefined) && (
        <Loaded query={editions}>{(all) => <Opening editions={all} />}</Loaded>
      )}
    </>
  );
}

function Opening({ editions }: { readonly editions: readonly TillEdition[] }) {
  const selling = editions.filter(({ status }) => status === "sale");
  const receiving = editions.filter((edition) => hasReached(edition, "sale") && !isReadOnly(edition));
  return (
    <Stack>
      {selling.length > 0 ? (
        <OpeningForm editions={selling} />
      ) : (
        <EmptyState icon={IconBasket} title="Aucune vente en cours">
          Les caisses s’ouvrent quand un gestionnaire a ouvert la vente. Demandez-lui, puis revenez ici.
        </EmptyState>
      )}
      {receiving.length > 0 && <ImportQueue editions={receiving} />}
    </Stack>
  );
}
