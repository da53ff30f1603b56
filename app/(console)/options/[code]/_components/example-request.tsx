import { CopyButton } from '#components/ui/copy-button.tsx';
import { newInstruction } from '#lib/domain/instruction.ts';
import type { Option } from '#lib/domain/option.ts';
import { toRequest } from '#lib/domain/request.ts';
import { sampleValues } from '#lib/domain/sample.ts';

/** The request body that the made-up sample becomes. */
export function ExampleRequest({ code, option }: { code: string; option: Option }) {
  const body = toRequest(option, newInstruction.parse(sampleValues(code, option)));
  const text = JSON.stringify(body, null, 2);
  return (
    <section aria-labelledby="example-title">
      <h2 id="example-title" className="text-lg font-semibold">
        Example request
      </h2>
      <p className="mb-3 mt-1 text-fg-soft">
        All fields, made up. The amount is in paise; the console adds the tracking id and the address for notifications.
      </p>
      <div className="relative">
        <pre
          tabIndex={0}
          aria-label="Example request body"
          className="overflow-x-auto rounded border border-line bg-sunken p-4 text-sm"
        >
          {text}
        </pre>
        <div className="absolute right-2 top-2">
          <CopyButton value={text} label="Copy the example" />
        </div>
      </div>
    </section>
  );
}
