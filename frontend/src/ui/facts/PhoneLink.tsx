import { Anchor } from "@mantine/core";
import { formatPhone } from "@/domain/contact";

/** A telephone number as people read it; a tap calls it. */
export function PhoneLink({ phone }: { readonly phone: string }) {
  return (
    <Anchor href={`tel:${phone}`} style={{ whiteSpace: "nowrap" }}>
      {formatPhone(phone)}
    </Anchor>
  );
}
