import type { Instrumentation } from 'next';

/** Told by Next of every error while a page, route or action was answered: logged under the digest that people see. */
export const onRequestError: Instrumentation.onRequestError = async (error, _request, { routePath, routeType }) => {
  if (process.env.NEXT_RUNTIME !== 'nodejs') return;
  const { log, placeOf } = await import('#lib/server/log.ts');
  // The route as it is written, never the address: that may hold an invitation's token.
  log('next').error({ ...placeOf(error), routePath, routeType }, 'a request failed');
};
