import { Anchor, type AnchorProps, Button, type ButtonProps } from "@mantine/core";
import { createLink } from "@tanstack/react-router";
import type { AnchorHTMLAttributes, Ref } from "react";

type Own<Props> = Props & Omit<AnchorHTMLAttributes<HTMLAnchorElement>, keyof Props> & { readonly ref?: Ref<HTMLAnchorElement> };

/** A button that leads to another page. */
export const LinkButton = createLink((props: Own<ButtonProps>) => <Button component="a" {...props} />);

/** Words that lead to another page. */
export const TextLink = createLink((props: Own<AnchorProps>) => <Anchor {...props} />);
