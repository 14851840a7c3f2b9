import { Text } from "@mantine/core";
import type { ReactNode } from "react";
import classes from "./FactList.module.css";

/** Facts under their names, one below the other. */
export function FactList({ children }: { readonly children: ReactNode }) {
  return <dl className={classes.facts}>{children}</dl>;
}

interface FactProps {
  readonly name: string;
  readonly children: ReactNode;
}

/** One of them; what is unknown is not shown. */
export function Fact({ name, children }: FactProps) {
  if (children === null || children === undefined || children === false || children === "") return null;
  return (
    <>
      <Text component="dt" size="sm" c="gray.7">
        {name}
      </Text>
      <dd className={classes.fact}>{children}</dd>
    </>
  );
}
