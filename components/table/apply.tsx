import { Button } from '#components/ui/button.tsx';

/** How a form of a filter ends: taken, or taken away. */
export function Apply({ onClear }: { onClear: (() => void) | undefined }) {
  return (
    <div className="flex justify-end gap-2">
      {onClear && (
        <Button variant="ghost" dense onClick={onClear}>
          Clear
        </Button>
      )}
      <Button type="submit" variant="primary" dense>
        Apply
      </Button>
    </div>
  );
}
