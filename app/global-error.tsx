'use client';

import './globals.css';
import type { Failure } from './_components/page-failed.tsx';
import RootError from './error.tsx';

/** Stands in for the whole document when even its frame failed. */
export default function GlobalError(failure: Failure) {
  return (
    <html lang="en">
      <body>
        <title>Paydesk</title>
        <RootError {...failure} />
      </body>
    </html>
  );
}
