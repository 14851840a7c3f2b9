import { UnstyledButton } from "@mantine/core";
import type { ComponentProps } from "react";
import type { Identity } from "@/lib/server/session";
import classes from "./Frame.module.css";

/** A person's name for the screen: the address stands in until the names are known. */
export function nameOf(who: Identity): string {
  return `${who.first_name} ${who.last_name}`.trim() || who.email;
}

type PersonTargetProps = { readonly who: Identity } & ComponentProps<"button">;

/** The round button with the person's initials. */
export function PersonTarget({ who, className, ...button }: PersonTargetProps) {
  const initials = nameOf(who)
    .split(/[\s@.]+/)
    .slice(0, 2)
    .map((word) => word.charAt(0).toUpperCase())
    .join("");
  return (
    <UnstyledButton
      className={[classes.person, className].filter(Boolean).join(" ")}
      aria-label={`${initials} · Menu de ${nameOf(who)}`}
      aria-haspopup="menu"
      {...button}
    >
      {initials}
    </UnstyledButton>
  );
}
