import { Button, Menu, Text } from "@mantine/core";
import { IconShoppingBag } from "@tabler/icons-react";
import { useTillState } from "@/features/sale/till/till-context";
import { formatCents } from "@/lib/money";
import { totalOf } from "@/offline/ticket/ticket";

/** Tickets put aside, to be taken up again. */
export function AsideMenu({ onTakeUp }: { readonly onTakeUp: (index: number) => void }) {
  const { aside } = useTillState();
  return (
    <Menu position="bottom-end" width={280}>
      <Menu.Target>
        <Button variant="light" px="sm" leftSection={<IconShoppingBag size={20} aria-hidden />}>
          {aside.length} de côté
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>Reprendre un ticket</Menu.Label>
        {aside.map((basket, index) => (
          <Menu.Item key={basket.lines[0]?.code ?? index} onClick={() => onTakeUp(index)}>
            {basket.lines.length} article{basket.lines.length > 1 ? "s" : ""} ·{" "}
            {formatCents(totalOf(basket.lines))}
            <Text component="div" size="sm" c="gray.7" truncate>
              {basket.lines[0]?.description}
            </Text>
          </Menu.Item>
        ))}
      </Menu.Dropdown>
    </Menu>
  );
}
