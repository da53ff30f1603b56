/** Finds the longest address that the current one lies under, so that /a/b marks its own item and not that of /a. */
export function activeHref(pathname: string, items: readonly { href: string }[]): string | undefined {
  return items
    .map((item) => item.href)
    .filter((href) => pathname === href || pathname.startsWith(`${href}/`))
    .sort((a, b) => b.length - a.length)[0];
}
