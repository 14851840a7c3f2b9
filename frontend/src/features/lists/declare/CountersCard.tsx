import { Paper, Progress, Text } from "@mantine/core";
import type { Counters } from "@/domain/articles";
import { formatCents } from "@/lib/money";
import classes from "./CountersCard.module.css";

/** Rules whose count is always worth seeing; the others show once something counts. */
const ALWAYS = new Set(["list_full", "clothes_limit"]);

/**
 * `15 / 24 articles`, `8 / 12 vêtements`, the total, and every rarer limit that is in use.
 *
 * Each figure is alone in its element: a page that the browser translates would keep the old ones otherwise.
 */
export function CountersCard({ counters }: { readonly counters: Counters }) {
  const main = counters.limits.filter(({ rule }) => ALWAYS.has(rule));
  const others = counters.limits.filter(({ rule, used }) => !ALWAYS.has(rule) && used > 0);
  return (
    <Paper role="status" aria-label="Compte de la liste">
      <div className={classes.counters}>
        {main.map(({ rule, french, used, max }) => (
          <div key={rule}>
            <Text fw={600} className="figures">
              <span>{`${used} / ${max}`}</span>{" "}
              <Text span fw={400} c="gray.7">
                {french}
              </Text>
            </Text>
            <Progress
              mt={6}
              value={(100 * used) / max}
              color={used >= max ? "good" : "accent"}
              aria-label={`${used} ${french} sur ${max}`}
            />
          </div>
        ))}
      </div>
      <Text mt="sm" className="figures">
        <span>Total demandé :</span> <strong>{formatCents(counters.total_cents)}</strong>
      </Text>
      {others.length > 0 && (
        <Text size="sm" c="gray.7" mt={4}>
          {others.map(({ french, used, max }) => `${used} / ${max} ${french}`).join(" · ")}
        </Text>
      )}
    </Paper>
  );
}
