import { cn } from '#components/ui/cn.ts';
import type { LiveState } from './live-source.ts';

const WORDS: Record<LiveState, { word: string; title: string; dot: string }> = {
  live: { word: 'Live', title: 'Changes appear here by themselves.', dot: 'bg-success-fg' },
  connecting: { word: 'Connecting', title: 'Connecting to the stream of changes.', dot: 'bg-line-strong' },
  polling: {
    word: 'Every 5 s',
    title: 'The stream of changes is away: this page looks every five seconds.',
    dot: 'bg-warning-fg',
  },
  resting: { word: 'Resting', title: 'Goes on as soon as the page is seen again.', dot: 'bg-line-strong' },
};

/** Says how fresh the page is: whether changes come by themselves. */
export function LiveMark({ state }: { state: LiveState }) {
  const { word, title, dot } = WORDS[state];
  return (
    <span title={title} className="inline-flex items-center gap-1.5 whitespace-nowrap text-xs text-fg-soft">
      <span aria-hidden className={cn('size-1.5 rounded-full', dot)} />
      {word}
      <span className="sr-only">. {title}</span>
    </span>
  );
}
