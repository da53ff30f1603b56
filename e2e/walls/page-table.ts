/**
 * What each page and route shows to whom, written down by hand: v(iewer), m(aker), c(hecker), a(dmin), (a)u(ditor),
 * (n)obody; words that stand on it for those and must not reach anybody else; and what a page says instead, with 200. `Planted …` is what the walls planted.
 */
export const PAGES: Record<string, { who: string; shows?: string; refuses?: string }> = {
  '/': { who: '' },
  '/sign-in': { who: '' },
  '/join/[token]': { who: '' },
  '/second-factor': { who: '' },
  '/batches': { who: 'vmcau', shows: 'Files of payouts' },
  '/batches/[id]': { who: 'vmcau', shows: 'Planted file' },
  '/batches/[id]/failed': { who: 'm', shows: 'Nothing of this batch waits to be corrected' },
  '/batches/new': { who: 'm', shows: 'Drop a file' },
  '/recipients': { who: 'vmcau', shows: 'Everybody who was paid successfully' },
  '/recipients/[id]': { who: 'vmcau', shows: 'Planted Payee' },
  '/options': { who: 'vmcau', shows: 'What each option of the gateway asks for' },
  '/options/[code]': { who: 'vmcau', shows: 'Where the rules stand' },
  '/payouts': { who: 'vmcau', shows: 'Planted Payee' },
  '/payouts/[id]': { who: 'vmcau', shows: 'Planted Payee' },
  '/payouts/new': { who: 'm', shows: 'Planted Shop', refuses: 'Your role makes no payouts' },
  '/exports': { who: 'vmcau', shows: 'Who took which file' },
  '/review': { who: 'vmcau', shows: 'What waits for people' },
  '/sandbox': { who: 'vmcau', shows: 'A stand-in for the gateway' },
  '/settings': { who: '' },
  '/settings/account': { who: 'vmcau', shows: 'Sign out everywhere' },
  '/settings/connections': { who: 'au', shows: 'Planted Shop' },
  '/settings/connections/[id]': { who: 'au', shows: 'Planted Shop' },
  '/settings/connections/new': { who: 'a', shows: 'The credentials of one shop' },
  '/audit': { who: 'au', shows: 'Export the chain' },
  '/settings/policy': { who: 'vmcau', shows: 'Approvals in force' },
  '/settings/people': { who: 'au', shows: 'Planted Member' },
  '/settings/security': { who: 'au', shows: 'What is left to you' },
};

/** `status` is what those get who may; everybody else gets 401 or 403. */
export const ROUTES: Record<string, { who: string; shows?: string; status?: number }> = {
  'GET /api/audit/export': { who: 'au', status: 200 },
  'POST /api/batches': { who: 'm', status: 422 },
  'GET /batches/[id]/result.csv': { who: 'vmcau', shows: 'Planted Payee' },
  'GET /batches/template.csv': { who: 'vmcau', status: 200 },
  'GET /api/exports': { who: 'vmcau', shows: 'Planted Payee' },
  'POST /api/exports': { who: 'c', shows: 'Planted Payee' },
  'GET /api/exports/[id]': { who: 'vmcau', status: 422 },
  'GET /api/health': { who: 'vmcaun', status: 200 },
  'GET /api/live': { who: 'vmcau', shows: 'retry:' },
  'GET /api/payouts/[id]': { who: 'vmcau', shows: 'Planted Payee' },
  'GET /api/payouts': { who: 'vmcau', shows: 'Planted Payee' },
  'GET /api/payouts/totals': { who: 'vmcau', shows: 'sumMinor' },
  'GET /api/review/count': { who: 'vmcau', shows: 'alerts' },
  'GET /options/[code]/schema.json': { who: 'vmcau', shows: 'properties' },
  'GET /options/[code]/template.csv': { who: 'vmcau', status: 200 },
  // Who sends a notification proves it by the message: a session counts for nothing here.
  'POST /api/webhooks/[connection]': { who: '' },
};
