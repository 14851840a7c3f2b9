import { ActionIcon, type ActionIconProps } from "@mantine/core";
import { IconDotsVertical } from "@tabler/icons-react";
import type { ComponentProps } from "react";
import type { Article } from "@/domain/articles";

type RowTargetProps = { readonly article: Article } & ActionIconProps &
  Omit<ComponentProps<"button">, keyof ActionIconProps>;

/** The button of one line's menu. */
export function RowTarget({ article, ...button }: RowTargetProps) {
  return (
    <ActionIcon
      variant="subtle"
      color="dark"
      size={44}
      m={6}
      aria-label={`Actions pour « ${article.title} »`}
      aria-haspopup="menu"
      {...button}
    >
      <IconDotsVertical size={20} aria-hidden />
    </ActionIcon>
  );
}
