import { Paper, Stack, Text, Title } from "@mantine/core";
import { IconLock } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";
import { editionQuery, hasReached } from "@/domain/editions";
import { formatInstant } from "@/lib/dates";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { LinkButton } from "@/ui/links";
import { EditionBeside } from "@/ui/notice/EditionBeside";
import { Page } from "@/ui/Page";
import { EmptyState, Loaded } from "@/ui/states";
import { type ImportOutcome, importsQuery, type Preview } from "./api";
import { ChooseFile } from "./ChooseFile";
import classes from "./ImportPage.module.css";
import { ImportResult } from "./ImportResult";
import { PreviewStep } from "./PreviewStep";

type Stage =
  | { readonly at: "file" }
  | { readonly at: "preview"; readonly preview: Preview; readonly fileName: string }
  | { readonly at: "result"; readonly outcome: ImportOutcome };

const STAGES = { file: "Le fichier", preview: "La vérification", result: "Le résultat" } as const;

/** Billetweb's export in three steps: nothing is written before the second one is confirmed. */
export function ImportPage() {
  const { editionId } = useParams({ from: "/framed/editions/$editionId/import" });
  const edition = useQuery(editionQuery(editionId));
  const [stage, setStage] = useState<Stage>({ at: "file" });
  return (
    <Page
      title="Import Billetweb"
      lead="L’export des participants, tel que Billetweb le donne. Importer deux fois le même fichier ne change rien."
    >
      <ol className={classes.steps} aria-label="Étapes de l’import">
        {Object.entries(STAGES).map(([at, words], index) => (
          <li key={at} className={classes.step} aria-current={stage.at === at ? "step" : undefined}>
            <span className={classes.number}>{index + 1}</span>
            {words}
          </li>
        ))}
      </ol>
      <Loaded query={edition}>
        {(found) =>
          found.status === "draft" || hasReached(found, "deposit") ? (
            <NotNow edition={found.id} draft={found.status === "draft"} />
          ) : (
            <>
              {stage.at === "file" && (
                <>
                  <EditionBeside edition={found} />
                  <ChooseFile
                    edition={found.id}
                    previewed={(preview, fileName) => setStage({ at: "preview", preview, fileName })}
                  />
                </>
              )}
              {stage.at === "preview" && (
                <PreviewStep
                  edition={found}
                  first={stage.preview}
                  fileName={stage.fileName}
                  back={() => setStage({ at: "file" })}
                  imported={(outcome) => setStage({ at: "result", outcome })}
                />
              )}
              {stage.at === "result" && (
                <ImportResult
                  edition={found.id}
                  outcome={stage.outcome}
                  again={() => setStage({ at: "file" })}
                />
              )}
            </>
          )
        }
      </Loaded>
      {stage.at !== "preview" && <FormerImports edition={editionId} />}
    </Page>
  );
}

function NotNow({ edition, draft }: { readonly edition: string; readonly draft: boolean }) {
  return (
    <EmptyState
      icon={IconLock}
      title={draft ? "Encore un peu de préparation" : "Les inscriptions sont terminées"}
      action={
        <LinkButton to={draft ? paths.slots : paths.edition} params={{ editionId: edition }}>
          {draft ? "Créer les créneaux" : "Voir le tableau de bord"}
        </LinkButton>
      }
    >
      {draft
        ? "Fixez les dates et créez les créneaux : chaque inscription de Billetweb doit y trouver sa place."
        : "Le dépôt a commencé : on n’importe plus d’inscriptions dans cette édition."}
    </EmptyState>
  );
}

function FormerImports({ edition }: { readonly edition: string }) {
  const imports = useQuery(importsQuery(edition));
  if (imports.data === undefined || imports.data.length === 0) return null;
  return (
    <Paper p="lg" component="section">
      <Title order={2} mb="sm">
        Imports précédents
      </Title>
      <Stack gap="xs">
        {imports.data.map((one) => (
          <Text key={one.id}>
            <strong>{one.file_name || "Sans nom"}</strong>, {formatInstant(one.imported_at)} par{" "}
            {one.imported_by} : {counted(one.result.registered, "inscription")}
          </Text>
        ))}
      </Stack>
    </Paper>
  );
}
