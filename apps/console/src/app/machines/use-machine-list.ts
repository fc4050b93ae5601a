"use client";
import { keepPreviousData, type UseQueryOptions, useQueries, useQuery } from "@tanstack/react-query";
import type { MachinePage, MachineRow } from "@v-available/api/view/machine";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { ask } from "../../client/api";
import { lastRevision } from "../../client/connection";
import { useTRPC } from "../../client/trpc";
import type { RowSpan } from "../../view/row-window";
import { beginning, CHUNK, chunkOf, type ListQuestion } from "./list-address";
import { useSilence } from "./silence";

/** Whoever scrolls through fifty thousand rows must not keep them all. */
const CHUNK_KEPT_MS = 10_000;

export interface MachineListReading {
  /** The newest answer: how many there are, the fleet as a whole, whether the order is that of now. Null before the first. */
  readonly page: MachinePage | null;
  /** Of the rows that were asked for, those that are there. */
  readonly rowAt: (index: number) => MachineRow | undefined;
  /** True while another question is being answered: what is shown is the answer to the one before. */
  readonly isBetween: boolean;
}

/** What the reading begins with: it fails as a query does. */
export interface MachineListBegin {
  readonly data: unknown;
  readonly error: unknown;
  readonly isFetching: boolean;
  readonly refetch: () => unknown;
}

/**
 * The rows in view, as they are now, in the order in which the reader found them: the order is begun by an answer and held,
 * the rows in view are asked for in it, and again when something changes. It is begun anew by whoever asks for it, and by
 * itself where nobody is in the middle of it.
 * @param span the rows that are wanted
 * @param isRead true while somebody is in the middle of the list, and no row may change its place
 */
export function useMachineList(
  question: ListQuestion,
  { span, offset, isRead }: { span: RowSpan; offset: number; isRead: () => boolean },
): { readonly reading: MachineListReading; readonly begin: MachineListBegin } {
  const trpc = useTRPC();
  const [first] = useState({ question, offset });
  const isFirst = first.question.filter === question.filter && sameOrder(first.question, question);
  const begin = useQuery(
    trpc.machine.find.queryOptions(beginning(question, isFirst ? first.offset : 0), {
      placeholderData: keepPreviousData,
    }),
  );
  const begun = begin.data;
  // While another question is answered, the rows are those of the one before.
  const [asked, setAsked] = useState({ question, begun });
  if (begun !== undefined && !begin.isPlaceholderData && asked.begun !== begun) setAsked({ question, begun });
  const { begun: shown, question: of } = asked.begun === undefined ? { begun, question } : asked;

  const offsets = useMemo(() => {
    if (shown === undefined) return [];
    const last = Math.min(span.last, shown.total - 1);
    const chunks: number[] = [];
    for (let chunk = chunkOf(span.first); chunk <= last; chunk += CHUNK) chunks.push(chunk);
    return chunks.length === 0 ? [0] : chunks;
  }, [span.first, span.last, shown]);
  const chunks = useQueries({
    queries: offsets.map((chunk): UseQueryOptions<MachinePage> => {
      const input = { ...beginning(of, chunk), held: shown?.order.held ?? null };
      return {
        queryKey: trpc.machine.find.queryKey(input),
        queryFn: async () =>
          (await ask("machine.find", { ...input, since: lastRevision() ?? undefined })) as MachinePage,
        gcTime: CHUNK_KEPT_MS,
        ...(shown?.offset === chunk ? startWith(shown) : {}),
      };
    }),
  });

  const pages = useSameList(chunks.flatMap(({ data }) => data ?? []));
  const page = pages.reduce<MachinePage | null>(
    (newest, one) => (newest === null || one.nowMs >= newest.nowMs ? one : newest),
    shown ?? null,
  );
  const rows = useMemo(() => {
    const byIndex = new Map<number, MachineRow>();
    for (const each of pages) for (const [at, row] of each.rows.entries()) byIndex.set(each.offset + at, row);
    return byIndex;
  }, [pages]);
  // In a new order a row that has not come yet leaves the one that stood there: better old for a moment than nothing.
  const before = useRef(rows);
  const isWhole = offsets.every((chunk) => pages.some((each) => each.offset === chunk));
  useEffect(() => {
    if (isWhole) before.current = rows;
  }, [isWhole, rows]);
  const kept = isWhole ? rows : before.current;

  // Where nobody is in the middle of it, the order follows; and a console that knows it no longer has begun another.
  const isLost = shown !== undefined && pages.some(({ order }) => order.held !== shown.order.held);
  const isOld = page !== null && !page.order.isOfNow;
  const beginAnew = useEffectEvent(() => {
    if (!begin.isFetching && (isLost || !isRead())) begin.refetch();
  });
  const saidAtMs = page?.nowMs;
  useEffect(() => {
    // At each answer: whoever was in the middle of it may not be any more.
    if (saidAtMs !== undefined && (isLost || isOld)) beginAnew();
  }, [isLost, isOld, saidAtMs]);

  const silence = useSilence();
  const told = useRef(silence);
  const askAll = useEffectEvent(() => {
    for (const chunk of chunks) chunk.refetch();
  });
  useEffect(() => {
    if (told.current !== silence) askAll();
    told.current = silence;
  }, [silence]);

  const isBetween = begin.isPlaceholderData;
  const reading = useMemo<MachineListReading>(
    () => ({ page, rowAt: (index) => rows.get(index) ?? kept.get(index), isBetween }),
    [page, rows, kept, isBetween],
  );
  return { reading, begin };
}

/** What was answered before the last change, and kept since, is shown and asked for again. */
function startWith(page: MachinePage): { initialData: MachinePage } | { placeholderData: MachinePage } {
  const revision = lastRevision();
  return revision === null || page.revision >= revision ? { initialData: page } : { placeholderData: page };
}

/** The same list as long as it holds the same. */
function useSameList<Item>(list: readonly Item[]): readonly Item[] {
  const [kept, keep] = useState(list);
  if (kept.length === list.length && kept.every((item, at) => item === list[at])) return kept;
  keep(list);
  return list;
}

const sameOrder = (one: ListQuestion, other: ListQuestion): boolean =>
  one.sort.column === other.sort.column && one.sort.descending === other.sort.descending;
