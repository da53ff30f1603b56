import { randomBytes } from 'node:crypto';
import { type NextRequest, NextResponse } from 'next/server';
import { env } from '#lib/server/env.ts';
import { contentPolicy, responseHeaders } from '#lib/server/response-headers.ts';

// A file of payouts is read as it comes in: through here it would be held whole first.
export const config = { matcher: '/((?!api/batches$).*)' };

/**
 * Puts the security headers on every answer. Headers only: who may do what is decided in the verbs, and no answer to
 * that changes without this file.
 */
export function proxy(request: NextRequest): NextResponse {
  const { PUBLIC_URL, NODE_ENV } = env();
  const answering = {
    path: request.nextUrl.pathname,
    nonce: randomBytes(16).toString('base64'),
    isSecure: PUBLIC_URL.startsWith('https:'),
    isDevelopment: NODE_ENV === 'development',
  };
  const headers = new Headers(request.headers);
  // Next reads the nonce for its own scripts from here, over whatever the caller sent.
  headers.set('content-security-policy', contentPolicy(answering));
  headers.delete('content-security-policy-report-only');
  return NextResponse.next({ request: { headers }, headers: responseHeaders(answering) });
}
