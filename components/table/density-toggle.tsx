'use client';

import { Rows3, Rows4 } from 'lucide-react';
import { IconButton } from '#components/ui/button.tsx';
import { DENSITY_COOKIE } from './density.ts';

const YEAR_S = 365 * 24 * 3600;

/** Switches between comfortable and dense rows; kept in a cookie, so that the server draws them so at once. */
export function DensityToggle({ isDense, onChange }: { isDense: boolean; onChange: (isDense: boolean) => void }) {
  const choose = () => {
    const secure = location.protocol === 'https:' ? '; Secure' : '';
    document.cookie = `${DENSITY_COOKIE}=${isDense ? 'comfortable' : 'dense'}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
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
