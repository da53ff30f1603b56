import { ROLE_WORDS, type Role } from '#lib/domain/access.ts';

export interface DemoPerson {
  name: string;
  email: string;
  role: Role;
}

/** The people of a fresh installation, one click from the form; their password stands in the terminal. */
export function DemoPeople({ people, onChoose }: { people: readonly DemoPerson[]; onChoose: (email: string) => void }) {
  return (
    <section aria-labelledby="demo-people" className="mt-8 border-t border-line pt-5">
      <h2 id="demo-people" className="text-base font-medium">
        Try it as
      </h2>
      <p className="mb-2 mt-0.5 text-sm text-fg-soft">
        They all share the password that was printed in the terminal at the start. Until a live connection exists they
        need no second factor; then they are switched off.
      </p>
      <ul className="-mx-2">
        {people.map(({ name, email, role }) => (
          <li key={email}>
            <button
              type="button"
              onClick={() => onChoose(email)}
              className="flex w-full items-baseline justify-between gap-3 rounded px-2 py-1.5 text-left hover:bg-hover"
            >
              <span className="min-w-0">
                <span className="block text-base font-medium">{name}</span>
                <span className="block text-xs text-fg-soft">{ROLE_WORDS[role]}</span>
              </span>
              <span className="shrink-0 text-xs text-fg-faint">{email}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
