import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api, save } from "@/lib/server/api";
import { Problem } from "@/lib/server/problem";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type System = Schemas["SystemView"];
export type Finding = Schemas["Finding"];
export type Task = Schemas["TaskView"];

export type Backups = Schemas["Backups"];

const LOOK_AGAIN_MS = 2_000;

/** The backups on the host; asked for again while one is being made. */
export function backupsQuery() {
  return queryOptions({
    queryKey: keys.system("backups"),
    queryFn: ({ signal }): Promise<Backups> => answer(api.GET("/api/v1/backups", { signal })),
    refetchInterval: ({ state }) =>
      state.data?.asked || state.data?.task.state === "running" ? LOOK_AGAIN_MS : false,
  });
}

export function askForBackup() {
  return answer(api.POST("/api/v1/backups"));
}

/** Fetches a backup piece by piece, so that neither the server nor a slow line chokes on it, and saves it as one file. */
export async function downloadBackup(
  name: string,
  bytes: number,
  tell: (share: number) => void,
): Promise<void> {
  const pieces: Blob[] = [];
  let have = 0;
  while (have < bytes) {
    const piece = await answer(
      api.GET("/api/v1/backups/{name}", {
        params: { path: { name }, query: { from: have } },
        parseAs: "blob",
      }),
    );
    // A file that ends earlier than it was announced is not saved as if it were whole.
    if (piece.size === 0) throw new Problem(0, { detail: "Le téléchargement s’est interrompu. Réessayez." });
    pieces.push(piece);
    have += piece.size;
    tell(have / bytes);
  }
  save(new Blob(pieces), name);
}

export function systemQuery() {
  return queryOptions({
    queryKey: keys.system(),
    queryFn: ({ signal }): Promise<System> => answer(api.GET("/api/v1/system", { signal })),
  });
}
