import { describe, expect, it } from 'vitest';
import { activeHref } from './active-href.ts';

const ITEMS = [{ href: '/lists' }, { href: '/settings' }, { href: '/settings/people' }];

describe('activeHref', () => {
  it.each([
    ['/lists', '/lists'],
    ['/lists/new', '/lists'],
    ['/settings/people/7', '/settings/people'],
    ['/settings/other', '/settings'],
    ['/listsandmore', undefined],
    ['/', undefined],
  ])('marks on %s the item %s', (pathname, marked) => {
    expect(activeHref(pathname, ITEMS)).toBe(marked);
  });
});
