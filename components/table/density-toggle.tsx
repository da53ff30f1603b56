'use client';

import { Rows3, Rows4 } from 'lucide-react';
import { IconButton } from '#components/ui/button.tsx';
import { DENSITY_COOKIE } from './density.ts';
import { keepPreference } from './preference.ts';

/** Switches between comfortable and dense rows. */
export function DensityToggle({ isDense, onChange }: { isDense: boolean; onChange: (isDense: boolean) => void }) {
  const choose = () => {
    keepPreference(DENSITY_COOKIE, isDense ? 'comfortable' : 'dense');
    onChange(!isDense);
  };
  return (
    <IconButton
      dense
      label={isDense ? 'Show comfortable rows' : 'Show dense rows'}
      icon={isDense ? <Rows3 aria-hidden /> : <Rows4 aria-hidden />}
      onClick={choose}
      className="max-md:hidden"
    />
  );
}
