import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useEffect } from "react";
import { refreshList } from "@/domain/lists";
import { network } from "@/lib/server/network";
import { counted } from "@/lib/words";
import { notifyDone } from "@/ui/notice/notify";
import { sendWaiting } from "./sending";

const TRY_EVERY_MS = 20_000;

/** Sends what waits: now, when the network is back, every now and then, and when somebody asks for it. */
export function useSending() {
  const queries = useQueryClient();
  const sending = useMutation({
    mutationFn: sendWaiting,
    onSuccess: async ({ lists }) => {
      if (lists.length > 0) notifyDone(counted(lists.length, "article est parti.", "articles sont partis."));
      await Promise.all([...new Set(lists)].map((list) => refreshList(queries, list)));
    },
  });
  const { mutate } = sending;
  useEffect(() => {
    mutate();
    const timer = setInterval(() => mutate(), TRY_EVERY_MS);
    const unsubscribe = network.subscribe(() => network.get() && mutate());
    return () => {
      clearInterval(timer);
      unsubscribe();
    };
  }, [mutate]);
  return sending;
}
