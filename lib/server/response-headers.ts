import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

/** Next's own files, named by their content, and the icon: the same for everybody. */
const PUBLIC_FILES = /^\/(_next\/static\/|icon\.svg(\?|$))/;

/** What a page may ask the browser for: the clipboard to write to and passkeys. */
const PERMISSIONS = [
  ...['accelerometer', 'autoplay', 'browsing-topics', 'camera', 'clipboard-read', 'display-capture'],
  ...['encrypted-media', 'fullscreen', 'gamepad', 'geolocation', 'gyroscope', 'hid', 'idle-detection', 'local-fonts'],
  ...['magnetometer', 'microphone', 'midi', 'otp-credentials', 'payment', 'picture-in-picture', 'screen-wake-lock'],
  ...['serial', 'storage-access', 'usb', 'window-management', 'xr-spatial-tracking'],
]
  .map((name) => `${name}=()`)
  .concat(
    ['clipboard-write', 'publickey-credentials-create', 'publickey-credentials-get'].map((name) => `${name}=(self)`),
  )
  .join(', ');

/**
 * Puts the security headers on an answer before anything else has it: whatever writes the rest of it, they are there. Who
 * may do what is decided in the verbs. People reach the console by https where `isSecure` says so.
 */
export function putHeaders(
  request: Pick<IncomingMessage, 'url' | 'headers'>,
  response: Pick<ServerResponse, 'setHeader'>,
  isSecure: boolean,
): void {
  const policy = contentPolicy(randomBytes(16).toString('base64'), isSecure);
  // Next reads the nonce for its own scripts from here, over whatever the caller sent.
  request.headers['content-security-policy'] = policy;
  delete request.headers['content-security-policy-report-only'];
  const headers = {
    'content-security-policy': policy,
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // For browsers that do not read frame-ancestors.
    'x-frame-options': 'DENY',
    'x-robots-tag': 'noindex, nofollow',
    ...(isSecure && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
    ...(!PUBLIC_FILES.test(request.url ?? '') && { 'cache-control': 'private, no-store' }),
  };
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
}

// Says which scripts, styles and addresses a page may use: nothing inline but what carries the nonce of this answer.
function contentPolicy(nonce: string, isSecure: boolean): string {
  return [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'`,
    `worker-src 'self'`,
    `style-src 'self' 'nonce-${nonce}'`,
    `img-src 'self'`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
    ...(isSecure ? ['upgrade-insecure-requests'] : []),
  ].join('; ');
}
