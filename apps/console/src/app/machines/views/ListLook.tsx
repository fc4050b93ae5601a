"use client";
import { type JSX, Suspense, useState } from "react";
import { useConnection } from "../../../client/connection";
import { lazily } from "../../../client/lazily";
import { columnsText, orderText } from "../list-address";
import type { ShownList } from "./ViewsDialog";

const ColumnsDialog = lazily(() => import("./ColumnsDialog").then(({ ColumnsDialog }) => ColumnsDialog));
const ViewsDialog = lazily(() => import("./ViewsDialog").then(({ ViewsDialog }) => ViewsDialog));

/** How the list is looked at: views, columns, and all of it as a file. */
export function ListLook({
  shown,
  onColumns,
}: {
  shown: ShownList;
  onColumns: (columns: ShownList["columns"]) => void;
}): JSX.Element {
  const { reason } = useConnection();
  const [opened, setOpened] = useState<"views" | "columns" | null>(null);
  const close = (): void => setOpened(null);
  const search = new URLSearchParams({
    filter: shown.filter,
    sort: orderText(shown.sort),
    columns: columnsText(shown.columns),
  });
  return (
    <>
      <button type="button" className="as-link" onClick={() => setOpened("views")}>
        Views
      </button>
      <button type="button" className="as-link" onClick={() => setOpened("columns")}>
        Columns
      </button>
      {/* Of a server that is away there is no file: the link stays, and says why it leads nowhere. */}
      <a
        className="as-link"
        download
        {...(reason === null
          ? { href: `/api/machines/export?${search}` }
          : { "aria-disabled": true, "aria-description": reason, role: "link" })}
      >
        CSV
      </a>
      {opened === null ? null : (
        <Suspense fallback={null}>
          {opened === "views" ? (
            <ViewsDialog shown={shown} onClose={close} />
          ) : (
            <ColumnsDialog columns={shown.columns} onColumns={onColumns} onClose={close} />
          )}
        </Suspense>
      )}
    </>
  );
}
