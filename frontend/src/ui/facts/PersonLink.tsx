import { nameOf } from "@/domain/people";
import { paths } from "@/lib/paths";
import { TextLink } from "@/ui/links";

interface PersonLinkProps {
  readonly edition: string;
  readonly person: {
    readonly id: string;
    readonly first_name: string;
    readonly last_name: string;
    readonly email?: string;
  };
}

/** A depositor's name, which leads to all that is known of them in an edition. */
export function PersonLink({ edition, person }: PersonLinkProps) {
  return (
    <TextLink to={paths.depositor} params={{ editionId: edition, userId: person.id }} fw={600}>
      {nameOf(person)}
    </TextLink>
  );
}
