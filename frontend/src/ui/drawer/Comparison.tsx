import { Table, Text } from "@mantine/core";
import { differenceInWords, type PerMethod } from "@/domain/payments";
import { DRAWER_NAMES, SALE_METHODS } from "@/domain/tickets";
import { formatExactCents } from "@/lib/money";
import classes from "./Comparison.module.css";

interface ComparisonProps {
  readonly expected: PerMethod;
  readonly counted: PerMethod;
}

/** What a drawer should hold against what was counted, each way to pay on its own: a surplus must not hide what is missing. */
export function Comparison({ expected, counted }: ComparisonProps) {
  return (
    <Table verticalSpacing="sm" fz="md" className={`figures ${classes.table}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th scope="col">Paiement</Table.Th>
          <Table.Th scope="col" ta="right">
            Attendu
          </Table.Th>
          <Table.Th scope="col" ta="right">
            Compté
          </Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {SALE_METHODS.map((method) => {
          const cents = counted[method] - expected[method];
          return (
            <Table.Tr key={method}>
              <Table.Th scope="row">
                {DRAWER_NAMES[method]}
                <Text fw={650} c={cents === 0 ? "good.8" : "bad.7"}>
                  {differenceInWords(cents)}
                </Text>
              </Table.Th>
              <Table.Td ta="right">{formatExactCents(expected[method])}</Table.Td>
              <Table.Td ta="right">{formatExactCents(counted[method])}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}
