'use client';

import { PageFailed, type Failure } from './_components/page-failed.tsx';

export default function RootError(failure: Failure) {
  return (
    <main id="main" tabIndex={-1} className="grid min-h-dvh place-items-center">
      <PageFailed {...failure} />
    </main>
  );
}
