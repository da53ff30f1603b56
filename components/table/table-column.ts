import type { ReactNode } from 'react';

/** One column of a table, as data. */
export interface TableColumn<Row> {
  key: string;
  label: string;
  /** `tabIndex` is for what can be focused in it: only one row of the table is a stop for Tab. */
  cell(row: Row, tabIndex: 0 | -1): ReactNode;
  /** A step of `column-width`. */
  width: number;
  alignEnd?: boolean;
  /** Where the cell stands in the two lines of a narrow screen; cells without a place are left out there. */
  narrow?: string;
  sortKey?: string;
}

/** What happened to a row while it was looked at. */
export interface RowMark {
  word: string;
  title: string;
}
