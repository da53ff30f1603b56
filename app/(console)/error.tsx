'use client';

import { PageFailed, type Failure } from '#app/_components/page-failed.tsx';

export default function ConsoleError(failure: Failure) {
  return <PageFailed {...failure} />;
}
