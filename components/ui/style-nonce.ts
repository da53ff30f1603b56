declare global {
  var __webpack_nonce__: string | undefined;
}

/**
 * Lends the page's nonce to the one style element that dialogs write (it stops the page behind from scrolling);
 * under a strict CSP the browser would refuse it. The name is the one that radix's get-nonce looks up.
 */
export function lendStyleNonce() {
  if (typeof document === 'undefined') return;
  globalThis.__webpack_nonce__ ??= document.querySelector<HTMLScriptElement>('script[nonce]')?.nonce;
}
