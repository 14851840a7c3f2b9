import { Text } from "@mantine/core";
import { EDITION_STATUSES, type Edition, hasReached } from "@/domain/editions";
import { daysUntil, formatInstant } from "@/lib/dates";
import { counted } from "@/lib/words";
import { stageDays } from "./stage-days";
import classes from "./Timeline.module.css";

/** The stages of an edition with their days, and until when articles are declared. */
export function Timeline({ edition }: { readonly edition: Edition }) {
  return (
    <>
      <ol className={classes.timeline} aria-label="Étapes de l’édition">
        {(Object.keys(EDITION_STATUSES) as Edition["status"][]).map((status) => {
          const days = stageDays(edition, status);
          return (
            <li
              key={status}
              className={classes.stage}
              data-reached={hasReached(edition, status) || undefined}
              data-dated={days !== undefined || undefined}
              aria-current={edition.status === status ? "step" : undefined}
            >
              <span>{EDITION_STATUSES[status]}</span>
              {days !== undefined && <span className={classes.days}>{days}</span>}
            </li>
          );
        })}
      </ol>
      {edition.declaration_deadline != null && (
        <Text mt="sm" size="sm">
          Date limite des déclarations : {formatInstant(edition.declaration_deadline)}
          {leftWords(edition, edition.declaration_deadline)}
        </Text>
      )}
    </>
  );
}

/** How long it still is, while it matters. */
function leftWords(edition: Edition, deadline: string): string {
  if (hasReached(edition, "deposit")) return "";
  const days = daysUntil(deadline);
  if (days < 0) return ", passée";
  if (days === 0) return ", aujourd’hui";
  return `, dans ${counted(days, "jour")}`;
}
