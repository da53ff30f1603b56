/** Next's own files, named by their content, and the icon: the same for everybody. */
const PUBLIC_FILES = /^\/(_next\/static\/|icon\.svg$)/;

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

export interface Answering {
  path: string;
  /** Made anew for every request; 128 random bits in base64. */
  nonce: string;
  /** People reach the console by https. */
  isSecure: boolean;
  /** A development server evaluates what it sends and writes style elements. */
  isDevelopment?: boolean;
}

/** Says which scripts, styles and addresses a page may use; nothing inline but what carries the nonce. */
export function contentPolicy({ nonce, isSecure, isDevelopment = false }: Omit<Answering, 'path'>): string {
  const directives = [
    `default-src 'none'`,
    `script-src 'self' 'nonce-${nonce}' 'strict-dynamic'${isDevelopment ? ` 'unsafe-eval'` : ''}`,
    `worker-src 'self'`,
    `style-src 'self' ${isDevelopment ? `'unsafe-inline'` : `'nonce-${nonce}'`}`,
    `img-src 'self'`,
    `font-src 'self'`,
    `connect-src 'self'`,
    `form-action 'self'`,
    `manifest-src 'self'`,
    `base-uri 'none'`,
    `object-src 'none'`,
    `frame-ancestors 'none'`,
  ];
  if (isSecure) directives.push('upgrade-insecure-requests');
  return directives.join('; ');
}

/** Gives the headers every answer carries: what the browser may do with it, and who may keep it. */
export function responseHeaders(answering: Answering): Record<string, string> {
  return {
    'content-security-policy': contentPolicy(answering),
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-resource-policy': 'same-origin',
    'permissions-policy': PERMISSIONS,
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    // For browsers that do not read frame-ancestors.
    'x-frame-options': 'DENY',
    'x-robots-tag': 'noindex, nofollow',
    ...(answering.isSecure && { 'strict-transport-security': 'max-age=63072000; includeSubDomains' }),
    ...(!PUBLIC_FILES.test(answering.path) && { 'cache-control': 'private, no-store' }),
  };
}
