import { cpus, loadavg } from "node:os";
import { test } from "@playwright/test";
import { SharedHost } from "./host";
import { Line } from "./line";
import { subjects } from "./subjects";
import { type Sight, SLOWED, type Subject, Telephone } from "./visit";

/** Slow 4G as browsers' tools understand it: 1.6 Mbit/s. */
const SLOW_4G = { roundTripMs: 150, downBytesPerSecond: 200_000 };
const TIMES = Number(process.env.BENCH_TIMES ?? 5);
/** One page alone, while something is tried. */
const ONLY = process.env.BENCH_PAGE;

interface Visits {
  readonly first: Sight;
  readonly second: Sight;
}

interface Column {
  readonly head: string;
  readonly of: (visits: Visits) => number;
  readonly words: (value: number) => string;
  readonly most?: number;
}

const seconds = (value: number) => `${(value / 1000).toFixed(2)} s`;

const COLUMNS: readonly Column[] = [
  { head: "requests", of: ({ first }) => first.requests, words: String, most: 12 },
  { head: "KB", of: ({ first }) => first.kilobytes, words: (value) => value.toFixed(0), most: 200 },
  { head: "work, first visit", of: ({ first }) => first.work, words: seconds },
  { head: "work, second visit", of: ({ second }) => second.work, words: seconds },
  { head: "picture, first visit", of: ({ first }) => first.picture, words: seconds },
  { head: "LCP, first visit", of: ({ first }) => first.largestPaint, words: seconds, most: 2_500 },
  { head: "picture, second visit", of: ({ second }) => second.picture, words: seconds },
  { head: "LCP, second visit", of: ({ second }) => second.largestPaint, words: seconds, most: 1_500 },
  {
    head: "INP",
    of: ({ first, second }) => Math.max(first.interaction, second.interaction),
    words: (value) => `${value} ms`,
    most: 200,
  },
  {
    head: "CLS",
    of: ({ first, second }) => Math.max(first.shift, second.shift),
    words: (value) => value.toFixed(3),
    most: 0.0005,
  },
];

let host: SharedHost;
let line: Line;

test.beforeAll(async () => {
  host = await SharedHost.start();
  line = await Line.open(SLOW_4G, host.port);
});
test.afterAll(async () => {
  line.close();
  await host.stop();
});

test("the first visit on a cheap telephone, and the second", async () => {
  const [load = 0] = loadavg();
  const lines = [
    `${cpus().length} cores (${cpus()[0]?.model}), load ${load.toFixed(1)} before; processor slowed ${SLOWED} times, ` +
      `${SLOW_4G.roundTripMs} ms, ${SLOW_4G.downBytesPerSecond / 1000} KB/s; median of ${TIMES}.\n`,
    row("page", ({ head }) => head),
    row("---", () => "---"),
    row("at most", ({ most, words }) => (most === undefined ? "-" : words(most))),
  ];
  for (const subject of subjects(host.port)) {
    if (ONLY !== undefined && subject.name !== ONLY) continue;
    const visits: Visits[] = [];
    for (let time = 0; time < TIMES; time += 1) visits.push(await visitTwice(subject));
    lines.push(
      row(subject.name, ({ of, words, most = Number.POSITIVE_INFINITY }) => {
        const value = median(visits.map(of));
        return value > most ? `**${words(value)}**` : words(value);
      }),
    );
  }
  console.log(`\n${lines.join("\n")}`);
});

async function visitTwice(subject: Subject): Promise<Visits> {
  const telephone = new Telephone(line);
  try {
    const address = await telephone.prepare(subject);
    const first = await telephone.visit(subject, address);
    return { first, second: await telephone.visit(subject, address) };
  } finally {
    telephone.throwAway();
  }
}

function row(name: string, cell: (column: Column) => string): string {
  return `| ${[name, ...COLUMNS.map(cell)].join(" | ")} |`;
}

function median(values: readonly number[]): number {
  return values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
}
