import type { UseFormReturnType } from "@mantine/form";
import { type QueryKey, type UseMutationResult, useMutation, useQueryClient } from "@tanstack/react-query";
import { showRefusal } from "@/ui/form/form";
import { notifyDone, notifyProblem } from "@/ui/notice/notify";

interface Action<Answer, Given, Values> {
  /** What is asked of the server. */
  readonly run: (given: Given) => Promise<Answer>;
  /** What happens then; a sentence, also one that is returned, becomes a notice. */
  readonly done?: string | ((answer: Answer, given: Given) => unknown);
  /**
   * What is asked for again; also after a refusal, which often comes from a screen that was out of date, unless a form is
   * being filled in: what stands there must not change under somebody's hands.
   */
  readonly refreshes?: readonly QueryKey[];
  /** The form beside whose fields a refusal is shown. */
  readonly form?: UseFormReturnType<Values>;
  /** Where else a refusal is shown: by the component itself, or, when nothing is said, in a notice. */
  readonly refusal?: "here";
}

/** Something that somebody does to what the server keeps: asking, saying that it is done or why not, showing what is true now. */
export function useAction<Answer, Given = void, Values = unknown>(
  action: Action<Answer, Given, Values>,
): UseMutationResult<Answer, unknown, Given> {
  const queries = useQueryClient();
  const { run, done, refreshes = [], form, refusal } = action;
  return useMutation<Answer, unknown, Given>({
    mutationFn: run,
    onSuccess: async (answer, given) => {
      const said = typeof done === "function" ? await done(answer, given) : done;
      if (typeof said === "string") notifyDone(said);
    },
    onError: (thrown) => {
      if (form !== undefined) showRefusal(form, thrown);
      else if (refusal !== "here") notifyProblem(thrown);
    },
    onSettled: (_, thrown) =>
      thrown !== null && form !== undefined
        ? undefined
        : Promise.all(refreshes.map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}
