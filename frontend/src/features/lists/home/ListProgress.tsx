import { Group, Progress, Text } from "@mantine/core";
import { IconChevronRight } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { ListSummary } from "@/domain/lists";
import { LIST_STATES } from "@/domain/lists";
import { formatCents } from "@/lib/money";
import { paths } from "@/lib/paths";
import { counted } from "@/lib/words";
import { ListSwatch } from "@/ui/ListSwatch";
import { StateBadge } from "@/ui/StateBadge";
import classes from "./ListProgress.module.css";

/** Lines of a list (catalogue.md 3, `list_full`). */
const FULL = 24;

/** One of a person's lists: how full it is and where it stands. */
export function ListProgress({ list }: { readonly list: ListSummary }) {
  const state = LIST_STATES[list.state];
  return (
    <Link to={paths.list} params={{ listId: list.id }} className={classes.row}>
      <ListSwatch list={list} />
      <div className={classes.words}>
        <Group justify="space-between" gap={6} mb={list.state === "draft" ? 6 : 0}>
          <Text fw={600}>
            <span>{counted(list.article_count, "article")}</span>{" "}
            <Text span c="gray.7" fw={400}>
              {`· ${formatCents(list.total_cents)}`}
            </Text>
          </Text>
          <StateBadge tone={state.tone}>{state.words}</StateBadge>
        </Group>
        {list.state === "draft" && (
          <Progress
            value={(100 * list.article_count) / FULL}
            aria-label={`Liste ${list.number} : ${list.article_count} lignes sur ${FULL}`}
          />
        )}
      </div>
      <IconChevronRight size={20} aria-hidden />
    </Link>
  );
}
