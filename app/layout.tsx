import { GeistMono } from 'geist/font/mono';
import { GeistSans } from 'geist/font/sans';
import type { Metadata, Viewport } from 'next';
import { cookies } from 'next/headers';
import type { ReactNode } from 'react';
import { parseTheme, THEME_COOKIE } from '#components/shell/theme.ts';
import { Providers } from './_components/providers.tsx';
import './globals.css';

export const metadata: Metadata = {
  title: { default: 'Paydesk', template: '%s · Paydesk' },
  icons: { icon: { url: '/icon.svg', type: 'image/svg+xml' } },
  robots: { index: false, follow: false },
  formatDetection: { telephone: false },
};

export const viewport: Viewport = { width: 'device-width', initialScale: 1, colorScheme: 'light dark' };

export default async function RootLayout({ children }: { children: ReactNode }) {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <html
      lang="en"
      className={`${GeistSans.variable} ${GeistMono.variable}`}
      {...(theme === 'system' ? {} : { 'data-theme': theme })}
    >
      <body>
        <a
          href="#main"
          className="fixed left-3 top-3 z-50 -translate-y-20 rounded border border-line-strong bg-raised px-3 py-2 font-medium shadow-float focus:translate-y-0"
        >
          Skip to the content
        </a>
        <Providers>{children}</Providers>
      </body>
    </html>
  );
}
