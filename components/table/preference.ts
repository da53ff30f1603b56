const YEAR_S = 365 * 24 * 3600;

/** Keeps a person's choice in a cookie, so that the server draws the page so at once. */
export function keepPreference(name: string, value: string): void {
  const secure = location.protocol === 'https:' ? '; Secure' : '';
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR_S}; SameSite=Lax${secure}`;
}
