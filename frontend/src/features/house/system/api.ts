import { queryOptions } from "@tanstack/react-query";
import { keys } from "@/domain/keys";
import { answer, api } from "@/lib/server/api";
import type { components } from "@/lib/server/wire";

type Schemas = components["schemas"];
export type System = Schemas["SystemView"];
export type Finding = Schemas["Finding"];
export type Task = Schemas["TaskView"];

export function systemQuery() {
  return queryOptions({
    queryKey: keys.system(),
    queryFn: ({ signal }): Promise<System> => answer(api.GET("/api/v1/system", { signal })),
  });
}
