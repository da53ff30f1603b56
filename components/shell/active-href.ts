/** Finds the longest address that the current one lies under, whatever it asks for, so that /a/b marks not the item of /a. */
export function activeHref(pathname: string, items: readonly { href: string }[]): string | undefined {
  return items
    .map((item) => item.href)
    .filter((href) => `${pathname}/`.startsWith(`${href.split('?')[0]}/`))
    .sort((a, b) => b.length - a.length)[0];
}
