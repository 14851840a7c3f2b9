import {
  IconBabyCarriage,
  IconBook2,
  IconBoxSeam,
  IconHanger,
  IconPuzzle,
  IconShirt,
  IconShoe,
} from "@tabler/icons-react";
import type { ComponentType } from "react";

const ICONS: Readonly<Record<string, ComponentType<{ size?: number; "aria-hidden"?: boolean }>>> = {
  clothes: IconShirt,
  shoes: IconShoe,
  childcare: IconBabyCarriage,
  toys: IconPuzzle,
  books: IconBook2,
  accessories: IconHanger,
};

/** The pictogram of a category; a box for those that have none. */
export function iconOf(category: string) {
  return ICONS[category] ?? IconBoxSeam;
}
