/**
 * What an open page is told while it follows: these payouts changed; anything may have changed (news could have been
 * missed); or nothing can be heard at the moment, so that the page must ask by itself.
 */
export type LiveNews = { type: 'changed'; ids: string[] } | { type: 'all' } | { type: 'lost' };
