import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it, vi } from 'vitest';
import type { Doubt, Proposal } from '#lib/domain/doubt.ts';
import { WaysOut } from './ways-out.tsx';

vi.mock('../actions.ts', () => ({ resolve: vi.fn() }));
vi.mock('next/navigation', () => ({ useRouter: () => ({ refresh: vi.fn() }) }));

const spoken = { amount: '₹500.00', inWords: 'Five hundred rupees', payee: 'Asha Verma' };
const proposal: Proposal = {
  id: 'p',
  decision: 'resend',
  reason: 'Ticket 4711.',
  proposer: 'Rohan',
  proposedAt: new Date('2026-11-22T06:00:00Z'),
  isMine: false,
};

function render(doubt: Partial<Doubt>, mayDecide = true) {
  const given = { resendUntil: new Date('2026-11-23T05:00:00Z'), isResendable: true, proposal: null, ...doubt };
  const html = renderToStaticMarkup(
    <WaysOut payoutId="x" requestId="r-1" spoken={spoken} doubt={given} mayDecide={mayDecide} />,
  );
  const buttons = [...html.matchAll(/<button[^>]*>(.*?)<\/button>/g)].map(([, inner]) =>
    inner?.replace(/<[^>]*>/g, ''),
  );
  return { text: html.replace(/<[^>]*>/g, ''), buttons };
}

describe('the ways out of a doubt', () => {
  it('can both be proposed, and sending again says until when', () => {
    const { text, buttons } = render({});
    expect(buttons).toEqual(['Propose to send it again', 'Propose to close it as not paid']);
    expect(text).toContain('Possible until 23 Nov 2026, 10:30 IST, 23 h after it was first sent');
    expect(text).toContain('r-1');
  });

  it('let the second person confirm what the first proposed, with the reason in view', () => {
    const { text, buttons } = render({ proposal });
    expect(buttons).toEqual(['Confirm: send it again', 'Propose to close it as not paid instead']);
    expect(text).toContain('Rohan proposes to send it again');
    expect(text).toContain('“Ticket 4711.”');
  });

  it('tell the first person that somebody else must confirm', () => {
    const { text, buttons } = render({ proposal: { ...proposal, isMine: true } });
    expect(buttons).toEqual(['Propose to close it as not paid instead']);
    expect(text).toContain('Somebody else has to confirm it');
  });

  it('are read, not decided, by everyone else', () => {
    const { text, buttons } = render({ proposal }, false);
    expect(buttons).toEqual([]);
    expect(text).toContain('A maker or a checker other than Rohan has to confirm it.');
  });

  it('leave only closing when the time to send it again is over', () => {
    const { text, buttons } = render({ isResendable: false, proposal });
    expect(buttons).toEqual(['Propose to close it as not paid instead']);
    expect(text).toContain('Blocked since 23 Nov 2026, 10:30 IST');
    expect(text).toContain('It cannot be confirmed any more');
  });
});
