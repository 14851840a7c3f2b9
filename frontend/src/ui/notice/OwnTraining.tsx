import { useQuery } from "@tanstack/react-query";
import { isReadOnly } from "@/domain/editions";
import { myRegistrationsQuery } from "@/domain/lists";
import { hasRole, useIdentity } from "@/lib/server/session";
import { TrainingBand } from "./TrainingBand";

/**
 * On a depositor's pages that are about no edition of their own: the band of the edition for training that they take part in,
 * unless a real one is under way as well. Volunteers have the band of the edition in view.
 */
export function OwnTraining() {
  const who = useIdentity();
  const enabled = who !== undefined && !hasRole(who, "volunteer");
  const { data = [] } = useQuery({ ...myRegistrationsQuery(), enabled });
  const [latest, ...others] = data
    .filter(({ edition }) => !isReadOnly(edition))
    .toSorted((one, other) => other.slot.starts_at.localeCompare(one.slot.starts_at));
  if (!enabled || !latest || ![latest, ...others].every(({ edition }) => edition.is_training)) return null;
  return <TrainingBand edition={latest.edition.name} />;
}
