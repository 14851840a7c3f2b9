import { useQuery } from "@tanstack/react-query";
import type { Facts } from "@/domain/editions";
import { type Edition, hasReached, liveQuery, registrationsQuery, slotsQuery } from "@/domain/editions";
import { editionListsQuery } from "@/domain/lists";
import { payoutsQuery } from "@/domain/payouts";
import type { Fetching } from "@/ui/states";

/** Everything that the dashboard counts; what the edition's state does not have yet is not asked for. */
export function useFacts(edition: Edition): Fetching<Facts> {
  const selling = hasReached(edition, "sale");
  const settling = hasReached(edition, "settlement");
  const slots = useQuery(slotsQuery(edition.id));
  const registrations = useQuery(registrationsQuery(edition.id));
  const lists = useQuery(editionListsQuery(edition.id));
  const payouts = useQuery({ ...payoutsQuery(edition.id), enabled: settling });
  const live = useQuery({ ...liveQuery(edition.id), enabled: selling });
  const needed = [slots, registrations, lists, ...(settling ? [payouts] : []), ...(selling ? [live] : [])];
  const failed = needed.find((query) => query.isError);
  const complete = slots.data && registrations.data && lists.data && needed.every((query) => query.data);
  const data: Facts | undefined = complete
    ? {
        slots: slots.data,
        registrations: registrations.data,
        lists: lists.data,
        payouts: payouts.data ?? [],
        live: live.data,
      }
    : undefined;
  const refetch = () => Promise.all(needed.map((query) => query.refetch()));
  return { data, isError: failed !== undefined, error: failed?.error, refetch };
}
