/** Every failure we expect and can explain, with the HTTP status a route answers for it. */
export const PROBLEMS = {
  unauthenticated: 401,
  forbidden: 403,
  step_up_needed: 403,
  not_found: 404,
  invalid: 422,
  advised: 422,
  conflict: 409,
  duplicate: 409,
  too_large: 413,
  throttled: 429,
  gateway_refused: 422,
  gateway_unreachable: 503,
  unavailable: 503,
} as const;

export type ProblemCode = keyof typeof PROBLEMS;

/** Field path in the request (`method.ifsc_code`) to the sentences that say what to do. */
export type FieldErrors = Record<string, string[]>;

/** What crosses a seam of a Problem: no stack, nothing secret. */
export interface ProblemView {
  code: ProblemCode;
  message: string;
  fields?: FieldErrors;
  /** Facts a page needs to go on, for example the advisories to be ticked. */
  detail?: unknown;
}

/** A failure we expect and can explain; its message is shown to people, so it never holds a secret. */
export class Problem extends Error {
  readonly code: ProblemCode;
  readonly fields?: FieldErrors;
  readonly detail?: unknown;

  constructor(code: ProblemCode, message: string, more: { fields?: FieldErrors; detail?: unknown } = {}) {
    super(message);
    this.name = 'Problem';
    this.code = code;
    this.fields = more.fields;
    this.detail = more.detail;
  }

  get httpStatus(): number {
    return PROBLEMS[this.code];
  }

  view(): ProblemView {
    return { code: this.code, message: this.message, fields: this.fields, detail: this.detail };
  }
}
