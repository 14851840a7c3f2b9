import { Alert } from "@mantine/core";
import { lazy, Suspense, useState } from "react";
import { useDesk, useDeskState } from "@/features/deposit/desk/desk-context";
import { useDeskKeys } from "@/features/deposit/desk/input/use-desk-keys";
import { useLineScans } from "@/features/deposit/desk/input/use-line-scans";
import { lineInWords } from "@/features/deposit/desk/wording";
import { hasRole, useIdentity } from "@/lib/server/session";
import { rangesInWords, sentence } from "@/lib/words";
import { REFUSAL_REASONS } from "@/offline/decisions/commands";
import type { DeskList } from "@/offline/decisions/lists";
import { listsBeside } from "@/offline/decisions/lists";
import { checksOf, type ReviewLine, reviewOf } from "@/offline/decisions/review";
import { confirm } from "@/ui/dialog/confirm";
import { notifyDone } from "@/ui/notice/notify";
import { CorrectDialog } from "./CorrectDialog";
import { Counters } from "./Counters";
import { DoneCard, FocusLine } from "./FocusLine";
import { Lines } from "./Lines";
import classes from "./ListScreen.module.css";
import { Person } from "./Person";
import { ReasonChoice } from "./ReasonChoice";
import { type Sentence, useDeeds } from "./use-deeds";

const Camera = lazy(() =>
  import("@/features/sale/till/scan/Camera").then((module) => ({ default: module.Camera })),
);

interface ListScreenProps {
  readonly list: DeskList;
  readonly aim: string | undefined;
  /** Another list, or none: back to who is next. */
  readonly onOpen: (list?: DeskList, articleId?: string) => void;
}

/** A depositor's list, line by line: by keyboard, by thumb, by scanner. */
export function ListScreen({ list, aim, onOpen }: ListScreenProps) {
  const { desk } = useDesk();
  const { lists, contact, session } = useDeskState();
  const manager = hasRole(useIdentity(), "manager");
  const [focus, setFocus] = useState(aim);
  const [refusing, setRefusing] = useState<"one" | "rest">();
  const [correcting, setCorrecting] = useState(false);
  const [watching, setWatching] = useState(false);
  const [trouble, say] = useState<string>();
  const [said, setSaid] = useState("");
  /** Decided, and not written down yet: who is fast is at the next line already. */
  const [underWay, setUnderWay] = useState<ReadonlySet<string>>(new Set());

  const standing = desk.standingOf(list.id);
  const review = reviewOf(list, standing);
  const checks = checksOf(standing);
  const { lines } = review;
  const toDo = lines.filter(({ article, verdict }) => verdict === undefined && !underWay.has(article.id));
  const line = lines.find(({ article }) => article.id === focus) ?? toDo[0];
  const deeds = useDeeds(list);
  const open = contact?.saleOpenedAt === undefined;
  const mayRefuse = open;
  const mayAccept = open || manager;

  /** The next line to do after this one. */
  const goOn = (from: ReviewLine | undefined, done: readonly ReviewLine[]) => {
    const left = toDo.filter((one) => !done.some(({ article }) => article.id === one.article.id));
    const next = left.find(({ article }) => article.line > (from?.article.line ?? 0)) ?? left[0];
    setFocus(next?.article.id);
  };
  const judge = async (judged: readonly ReviewLine[], what: Sentence) => {
    say(undefined);
    setRefusing(undefined);
    if (judged.length === 0) return;
    const ids = new Set(judged.map(({ article }) => article.id));
    setUnderWay((before) => new Set([...before, ...ids]));
    goOn(judged.at(-1), judged);
    const decided = await deeds.judge(judged, what);
    setUnderWay((before) => new Set([...before].filter((id) => !ids.has(id))));
    if (!decided) return setFocus(judged[0]?.article.id);
    const [only] = judged;
    setSaid(
      judged.length === 1 && only !== undefined
        ? `${DONE[what.kind]} : ${lineInWords(only)}`
        : DONE[what.kind],
    );
  };
  const refuse = (sentenced: Sentence) =>
    judge(refusing === "rest" ? toDo : line === undefined ? [] : [line], sentenced);
  const move = (step: 1 | -1) => {
    const at = line === undefined ? -1 : lines.indexOf(line);
    const next = lines[line === undefined && step < 0 ? lines.length - 1 : at + step];
    if (next !== undefined) setFocus(next.article.id);
  };
  const undo = async () => {
    say(undefined);
    setRefusing(undefined);
    const step = await deeds.undo();
    if (step === undefined) return;
    setSaid(`Annulé : ${step.words}`);
    setFocus(step.articleId);
  };
  const finish = async () => {
    say(undefined);
    const [first] = toDo;
    if (first !== undefined) {
      setFocus(first.article.id);
      const numbers = rangesInWords(toDo.map(({ article }) => article.line));
      return say(
        toDo.length === 1
          ? `Il manque une décision : ligne ${numbers}.`
          : `Il manque ${toDo.length} décisions : lignes ${numbers}.`,
      );
    }
    const missing = [
      ...(checks.identity ? [] : ["identité"]),
      ...(list.residents_only && !checks.residence ? ["domicile"] : []),
      ...(checks.envelope ? [] : ["enveloppe"]),
    ];
    const question = {
      title: "Terminer sans tout cocher ?",
      body: `Pas encore coché : ${missing.join(", ")}.`,
      confirm: "Terminer quand même",
      cancel: "Revenir",
    };
    if (missing.length > 0 && !(await confirm(question))) return;
    if (!(await deeds.finish())) return;
    const next = listsBeside(list, lists.values()).find((one) => one.id !== list.id && !isFinished(one));
    notifyDone(
      next === undefined
        ? `Liste ${list.number} terminée.`
        : `Liste ${list.number} terminée. Voici la liste ${next.number} de la même personne.`,
    );
    onOpen(next);
  };
  const isFinished = (one: DeskList) => reviewOf(one, desk.standingOf(one.id)).finished;

  const accept = () => line !== undefined && void judge([line], { kind: "accept" });
  const notBrought = () => line !== undefined && void judge([line], { kind: "not_brought" });
  const keys: Readonly<Record<string, (() => unknown) | false>> = {
    a: mayAccept && accept,
    enter: mayAccept && accept,
    r: mayRefuse && line !== undefined && (() => setRefusing("one")),
    n: mayRefuse && notBrought,
    c: mayRefuse && line !== undefined && (() => setCorrecting(true)),
    u: deeds.undoable !== undefined && undo,
    arrowdown: () => move(1),
    arrowup: () => move(-1),
  };
  const reasons = Object.fromEntries(
    REFUSAL_REASONS.slice(0, -1).map((reason, at) => [
      String(at + 1),
      () => void refuse({ kind: "refuse", reason, text: "" }),
    ]),
  );
  const refusalKeys: typeof keys = { ...reasons, escape: () => setRefusing(undefined) };
  const heard = refusing === undefined ? keys : refusalKeys;
  useDeskKeys(
    (key) => {
      const press = heard[key];
      if (press) press();
    },
    (key) => Boolean(heard[key]),
  );
  const read = useLineScans({
    list,
    deeds,
    mayJudge: mayAccept,
    say,
    show: (id, accepted) => {
      setRefusing(undefined);
      const shown = lines.find(({ article }) => article.id === id);
      if (accepted && shown !== undefined) goOn(shown, [shown]);
      else setFocus(id);
    },
    onOpen,
  });

  if (session === undefined) return null;
  return (
    <main className={classes.place} id="contenu">
      <div className={classes.person}>
        <Person list={list} checks={checks} deeds={deeds} onOpen={onOpen} />
      </div>
      <div className={classes.hand}>
        {watching && (
          <Suspense>
            <Camera onRead={read} paused={correcting} onStop={() => setWatching(false)} />
          </Suspense>
        )}
        {trouble !== undefined && (
          <Alert
            color="bad"
            role="alert"
            withCloseButton
            closeButtonLabel="Fermer"
            onClose={() => say(undefined)}
          >
            {trouble}
          </Alert>
        )}
        {refusing !== undefined ? (
          <ReasonChoice
            title={
              refusing === "one" && line !== undefined
                ? `Refuser la ligne ${line.article.line} : pourquoi ?`
                : `Refuser les ${toDo.length} lignes qui restent : pourquoi ?`
            }
            onChoose={(reason, text) => void refuse({ kind: "refuse", reason, text })}
            onLeave={() => setRefusing(undefined)}
          />
        ) : line === undefined ? (
          <DoneCard review={review} onFinish={() => void finish()} onLeave={() => onOpen()} />
        ) : (
          <FocusLine
            line={line}
            of={lines.length}
            toDo={toDo.length}
            mayAccept={mayAccept}
            mayRefuse={mayRefuse}
            onAccept={accept}
            onRefuse={() => setRefusing("one")}
            onNotBrought={notBrought}
            onCorrect={() => setCorrecting(true)}
          />
        )}
      </div>
      <div className={classes.rest}>
        <Counters
          review={review}
          undoable={deeds.undoable}
          watching={watching}
          mayJudge={open}
          ended={line === undefined}
          onUndo={() => void undo()}
          onCamera={() => setWatching(!watching)}
          onAcceptRest={() => void judge(toDo, { kind: "accept" })}
          onRefuseRest={() => setRefusing("rest")}
          onNotBrought={() => void judge(toDo, { kind: "not_brought" })}
          onFinish={() => void finish()}
        />
      </div>
      <div className={classes.lines}>
        <Lines lines={lines} current={line?.article.id} onChoose={setFocus} />
      </div>
      <div role="status" className={classes.hidden}>
        {sentence(said)}
      </div>
      {correcting && line !== undefined && (
        <CorrectDialog
          line={line}
          rules={session.rules}
          onClose={() => setCorrecting(false)}
          onCorrect={async (correction) => {
            if (!(await deeds.correct(line, correction))) return;
            setCorrecting(false);
            setFocus(line.article.id);
            setSaid(`Ligne ${line.article.line} corrigée`);
          }}
        />
      )}
    </main>
  );
}

const DONE: Readonly<Record<Sentence["kind"], string>> = {
  accept: "Accepté",
  refuse: "Refusé",
  not_brought: "Non apporté",
};
