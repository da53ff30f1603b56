/** The meanings a colour may carry. `info` also stands for what is under way. */
export type Tone = 'success' | 'danger' | 'warning' | 'info' | 'doubt' | 'muted';

export const TONE_BOX: Record<Tone, string> = {
  success: 'border-success-border bg-success-bg text-success-fg',
  danger: 'border-danger-border bg-danger-bg text-danger-fg',
  warning: 'border-warning-border bg-warning-bg text-warning-fg',
  info: 'border-info-border bg-info-bg text-info-fg',
  doubt: 'border-doubt-border bg-doubt-bg text-doubt-fg',
  muted: 'border-muted-border bg-muted-bg text-muted-fg',
};

export const TONE_TEXT: Record<Tone, string> = {
  success: 'text-success-fg',
  danger: 'text-danger-fg',
  warning: 'text-warning-fg',
  info: 'text-info-fg',
  doubt: 'text-doubt-fg',
  muted: 'text-muted-fg',
};
