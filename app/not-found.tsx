import type { Metadata } from 'next';
import { NothingHere } from './_components/nothing-here.tsx';

export const metadata: Metadata = { title: 'Not found' };

export default function NotFound() {
  return (
    <main id="main" tabIndex={-1} className="grid min-h-dvh place-items-center">
      <NothingHere />
    </main>
  );
}
