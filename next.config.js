import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(fileURLToPath(import.meta.url));

/** @type {import('next').NextConfig} */
export default {
  poweredByHeader: false,
  reactStrictMode: true,
  // Closes /_next/image: nothing here is an image that changes its size.
  images: { unoptimized: true },
  turbopack: { root },
  // `npm run types` checks types, with everything else that is checked; a newcomer's start does not wait for it.
  typescript: { ignoreBuildErrors: true },
  // A development server would print the arguments of actions: passwords and account numbers.
  logging: { serverFunctions: false },
  // These run as they are in Node: bundling them gains nothing and breaks their own file look-ups.
  serverExternalPackages: ['pg', 'pino', 'better-auth', 'drizzle-orm', '@hpke/core', '@simplewebauthn/server'],
  experimental: { serverActions: { bodySizeLimit: '256kb' } },
};
