/**
 * Leaves for another page by a full load, after which nothing that the person before looked at is left in this tab's
 * memory. Never resolves, so that a button stays busy until the page is gone.
 */
export function loadAfresh(path: string): Promise<never> {
  window.location.assign(path);
  return new Promise(() => {});
}
