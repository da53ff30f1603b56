/** A page that nobody touched for this long reads news for nobody. */
const UNTOUCHED_MS = 60_000;
const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const;

let touchedAt = Date.now();

if (typeof window !== 'undefined') {
  const touch = () => void (touchedAt = Date.now());
  for (const type of TOUCHES) window.addEventListener(type, touch, { capture: true, passive: true });
}

/**
 * Gives the header by which a page says that it asks by itself while nobody is there: such calls do not keep a session
 * from ending.
 */
export const unattended = (): Record<string, string> =>
  Date.now() - touchedAt > UNTOUCHED_MS ? { 'x-paydesk-unattended': '1' } : {};
