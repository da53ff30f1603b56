import { fromRequest, type WireRequest } from '#lib/domain/request.ts';
import { formatPlain } from '#lib/domain/money.ts';
import { withValue, type TypedValues } from '#lib/domain/sample.ts';
import requests from '#lib/sandbox/testing/documented-requests.json' with { type: 'json' };
import { optionOf } from './new-values.ts';

export interface DocumentedRequest {
  code: string;
  /** The body as the gateway's own page shows it, but for what the console sets by itself. */
  body: { request: Record<string, unknown> };
  /** What a person types to ask for the same. */
  values: TypedValues & { option: string };
}

/** The request examples of the gateway's page of options. */
export const DOCUMENTED: DocumentedRequest[] = Object.entries(requests as Record<string, WireRequest>).map(
  ([code, { request }]) => {
    const { notification_url: _, ...body } = request;
    const { amountMinor, test, values } = fromRequest(code, optionOf(code), { request });
    const typed = { ...values, amount: formatPlain(amountMinor), test: String(test) };
    return {
      code,
      body: { request: body },
      values: Object.entries(typed).reduce((all, [path, value]) => withValue(all, path, value), {
        option: code,
      } as TypedValues & { option: string }),
    };
  },
);
