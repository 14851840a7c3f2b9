import { QueryClient } from "@tanstack/react-query";
import { asProblem } from "@/lib/server/problem";

/** Refusals stay refusals; only a server that is away or overloaded is asked again. */
function worthAnotherTry(failures: number, thrown: unknown): boolean {
  const { status } = asProblem(thrown);
  return failures < 2 && (status === 0 || status === 429 || status >= 502);
}

export const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 15_000,
      retry: worthAnotherTry,
      // The browser's flag does not know whether our server answers: always try.
      networkMode: "always",
    },
    mutations: { networkMode: "always", retry: false },
  },
});
