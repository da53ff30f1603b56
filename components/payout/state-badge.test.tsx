import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { STATE_WORDS, STATES } from '#lib/domain/payout.ts';
import { STATE_LOOK, StateBadge } from './state-badge.tsx';

describe('the badge of a state', () => {
  it.each(STATES)('says %s in a word beside its sign', (state) => {
    const html = renderToStaticMarkup(<StateBadge state={state} />);
    expect(html).toContain(STATE_WORDS[state].label);
    expect(html).toMatch(/<svg[^>]*aria-hidden="true"/);
  });

  it('gives no two states the same sign', () => {
    expect(new Set(STATES.map((state) => STATE_LOOK[state].Icon)).size).toBe(STATES.length);
  });
});
