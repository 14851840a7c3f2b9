import { UnstyledButton } from "@mantine/core";
import type { ComponentProps } from "react";
import { spokenNameOf } from "@/domain/people";
import type { Identity } from "@/lib/server/session";
import classes from "./PersonTarget.module.css";

type PersonTargetProps = { readonly who: Identity } & ComponentProps<"button">;

/** The round button with the person's initials. */
export function PersonTarget({ who, className, ...button }: PersonTargetProps) {
  const initials = spokenNameOf(who)
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  return (
    <UnstyledButton
      className={[classes.person, className].filter(Boolean).join(" ")}
      aria-label={`${initials} · Menu de ${spokenNameOf(who)}`}
      aria-haspopup="menu"
      {...button}
    >
      {initials}
    </UnstyledButton>
  );
}
