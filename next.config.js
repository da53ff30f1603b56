import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  turbopack: { root },
  // These run as they are in Node: bundling them gains nothing and breaks their own file look-ups.
  serverExternalPackages: ['pg', 'pino', 'better-auth', 'drizzle-orm', '@hpke/core'],
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
};
