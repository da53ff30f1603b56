'use client';

import { useRouter } from 'next/navigation';
import { useState, useTransition } from 'react';
import { Button } from '#components/ui/button.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { formatAmount } from '#lib/domain/money.ts';
import type { BatchConnection } from '#lib/domain/batch/route-of.ts';
import { ColumnTable } from './column-table.tsx';
import { DropZone } from './drop-zone.tsx';
import { FindingsList } from './findings-list.tsx';
import { FixGrid } from './fix-grid.tsx';
import { RouteChoice } from './route-choice.tsx';
import { uploadPlan } from './upload-plan.ts';
import { useFile, type FileState, type OpenFile } from './use-file.ts';
import { WorkBar } from './work-bar.tsx';

/** From a file to its plan: drop, tell the columns, put right, send to be planned. */
export function BatchScreen({ connections }: { connections: BatchConnection[] }) {
  const state = useFile(connections);
  const { file, work, failure } = state;
  return (
    <div className="grid max-w-[1080px] grid-cols-[minmax(0,1fr)] gap-6">
      {!file && !work && (
        <DropZone
          onFile={(one) => void state.open(one.name, one)}
          onPaste={(text) => void state.open('Pasted rows', text)}
        />
      )}
      {failure && (
        <Notice tone="danger" announce title="This file was not taken">
          {failure}
        </Notice>
      )}
      {work && <WorkBar work={work} />}
      {file && <Opened file={file} state={state} connections={connections} />}
    </div>
  );
}

function Opened({ file, state, connections }: { file: OpenFile; state: FileState; connections: BatchConnection[] }) {
  const { choices, summary } = state;
  const [code, setCode] = useState<string>();
  return (
    <>
      <section aria-label="File" className="flex flex-wrap items-baseline gap-x-4 gap-y-1">
        <h2 className="text-lg font-semibold">{file.name}</h2>
        <p className="text-base text-fg-soft">{file.rows.toLocaleString('en-IN')} rows</p>
        <Button dense onClick={state.close}>
          Another file
        </Button>
      </section>
      <section aria-labelledby="columns">
        <h2 id="columns" className="mb-2 text-lg font-semibold">
          Columns
        </h2>
        <RouteChoice connections={connections} choices={choices} onChoose={(change) => void state.choose(change)} />
        <ColumnTable file={file} mapping={choices.mapping} onMapping={(mapping) => void state.choose({ mapping })} />
      </section>
      {summary && (
        <section aria-labelledby="rows">
          <h2 id="rows" className="text-lg font-semibold">
            Rows
          </h2>
          <p className="mb-2 text-base" role="status">
            <strong className="font-medium">{summary.ready.toLocaleString('en-IN')}</strong> of{' '}
            {summary.rows.toLocaleString('en-IN')} can be paid, {formatAmount(BigInt(summary.totalMinor))} in all.
            {summary.rows > summary.ready &&
              ` ${(summary.rows - summary.ready).toLocaleString('en-IN')} cannot, as they stand.`}
          </p>
          {summary.counts.length > 0 && (
            <FindingsList
              counts={summary.counts}
              chosen={code}
              onChoose={setCode}
              onRepair={(one) => void state.repairAll(one)}
            />
          )}
          {summary.noted > 0 && (
            <div className="mt-4">
              <FixGrid key={code ?? ''} file={file} state={state} code={code} />
            </div>
          )}
          <Finish file={file} state={state} />
        </section>
      )}
    </>
  );
}

function Finish({ file, state }: { file: OpenFile; state: FileState }) {
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [isPending, start] = useTransition();
  const { summary, choices } = state;
  const faulty = (summary?.rows ?? 0) - (summary?.ready ?? 0);

  const send = () =>
    start(async () => {
      setProblem(null);
      const { name, source } = file;
      const result = await uploadPlan({ name, source, ...choices, fixes: await state.fixes() });
      if ('problem' in result) setProblem(result.problem);
      else router.push(`/batches/${result.id}`);
    });
  const download = async () => save(`${file.name.replace(/\.\w+$/, '')}, to correct.csv`, await state.faultyFile());

  return (
    <div className="mt-5 grid gap-3">
      {problem && (
        <Notice tone="danger" announce>
          {problem}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button variant="primary" pending={isPending} disabled={summary?.ready === 0} onClick={send}>
          Make the plan
        </Button>
        {faulty > 0 && (
          <Button onClick={() => void download()}>
            Download the {faulty.toLocaleString('en-IN')} faulty {faulty === 1 ? 'row' : 'rows'}
          </Button>
        )}
      </div>
    </div>
  );
}

function save(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob(['\uFEFF', text], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}
