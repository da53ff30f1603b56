'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { type UseFormReturn, useForm, useWatch } from 'react-hook-form';
import type { z } from 'zod';
import { applyProblem } from '#app/_components/apply-problem.ts';
import { Button } from '#components/ui/button.tsx';
import { ButtonLink } from '#components/ui/button-link.tsx';
import { Field, FieldGroup } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Select } from '#components/ui/select.tsx';
import { Textarea } from '#components/ui/textarea.tsx';
import { toast } from '#components/ui/toast.ts';
import type { ListedConnection } from '#lib/connections/list-connections.ts';
import { CONNECTION_MODES, newConnection, type NewConnection } from '#lib/domain/new-connection.ts';
import { CATALOG } from '#lib/domain/catalog.ts';
import { saveConnection } from '../actions.ts';
import { MODE_WORDS } from './mode-words.ts';

type Typed = z.input<typeof newConnection>;

const OPTIONS = Object.entries(CATALOG).map(([value, { summary }]) => ({ value, label: `${value}: ${summary}` }));
const MODES = CONNECTION_MODES.map((value) => ({ value, ...MODE_WORDS[value] }));
const NAMES = ['option', 'name', 'host', 'shopId', 'secret', 'publicKey', 'mode'] as const;

type Form = UseFormReturn<Typed, unknown, NewConnection>;

/** Makes a connection, or changes the one given. The secret key goes in and never comes out. */
export function ConnectionForm({ connection, isLive }: { connection?: ListedConnection; isLive: boolean }) {
  const router = useRouter();
  const form = useForm<Typed, unknown, NewConnection>({
    resolver: zodResolver(newConnection),
    defaultValues: typedOf(connection),
    mode: 'onTouched',
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await saveConnection(values);
    if (!result.ok) return applyProblem(form, result.problem, NAMES);
    toast.success(result.value.isNew ? `${result.value.name} was added` : `${result.value.name} was saved`);
    if (result.value.isNew) return router.push(`/settings/connections/${result.value.id}`);
    form.reset({ ...form.getValues(), secret: '' });
    router.refresh();
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex max-w-[640px] flex-col gap-4">
      {errors.root && (
        <Notice tone="danger" announce>
          {errors.root.message}
        </Notice>
      )}
      <Purpose form={form} connection={connection} isLive={isLive} />
      <Credentials form={form} isKept={connection !== undefined} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" variant="primary" pending={isSubmitting}>
          {connection ? 'Save' : 'Add the connection'}
        </Button>
        <ButtonLink href="/settings/connections">Cancel</ButtonLink>
      </div>
    </form>
  );
}

function Purpose({ form, connection, isLive }: { form: Form; connection?: ListedConnection; isLive: boolean }) {
  const { register, control } = form;
  const { errors } = form.formState;
  const [option, mode, host] = useWatch({ control, name: ['option', 'mode', 'host'] });
  const goesLive = !isLive && mode !== 'test' && !(connection?.isSandbox && host === connection.host);
  const isFixed = connection !== undefined;
  return (
    <>
      <Field label="Name" hint="How makers tell it from others." error={errors.name?.message} required>
        <Input {...register('name')} />
      </Field>
      <Field
        label="Integration option"
        hint={<OptionHint option={option} isFixed={isFixed} />}
        error={errors.option?.message}
        required
      >
        <Select
          options={isFixed ? OPTIONS.filter(({ value }) => value === connection.option) : OPTIONS}
          placeholder={isFixed ? undefined : 'Choose one'}
          {...register('option')}
        />
      </Field>
      <FieldGroup label="Takes" error={errors.mode?.message}>
        <RadioGroup options={MODES} {...register('mode')} />
      </FieldGroup>
      {goesLive && (
        <Notice tone="warning" title="This goes live">
          With the first live connection the demo people are switched off. An admin of your own must have joined before.
        </Notice>
      )}
    </>
  );
}

function Credentials({ form, isKept }: { form: Form; isKept: boolean }) {
  const { register } = form;
  const { errors } = form.formState;
  return (
    <>
      <Field label="Gateway address" error={errors.host?.message} required>
        <Input inputMode="url" {...register('host')} />
      </Field>
      <Field label="Shop ID" error={errors.shopId?.message} required>
        <Input mono {...register('shopId')} />
      </Field>
      <Field
        label="Secret key"
        hint={
          isKept
            ? 'Kept sealed; type a new one to replace it.'
            : 'Sealed at once for the worker that sends. Nobody can read it here afterwards.'
        }
        error={errors.secret?.message}
        required={!isKept}
      >
        <Input
          type="password"
          mono
          autoComplete="new-password"
          placeholder={isKept ? '••••••••••••' : undefined}
          {...register('secret')}
        />
      </Field>
      <Field
        label="Public key"
        hint="Proves that a notification comes from the gateway. Paste it as the back office shows it."
        error={errors.publicKey?.message}
        required
      >
        <Textarea mono rows={5} spellCheck={false} {...register('publicKey')} />
      </Field>
    </>
  );
}

function OptionHint({ option, isFixed }: { option: string; isFixed: boolean }) {
  const about = option && (
    <Link href={`/options/${option}`} className="text-accent-ink underline underline-offset-2">
      What {option} asks for
    </Link>
  );
  return (
    <>
      {isFixed
        ? 'A connection keeps its option. '
        : 'The one the gateway set up for this shop; the wrong one is refused field by field. '}
      {about}
    </>
  );
}

function typedOf(connection: ListedConnection | undefined): Typed {
  if (!connection) {
    return {
      option: '',
      name: '',
      host: 'https://api.constantpos.com',
      shopId: '',
      secret: '',
      publicKey: '',
      mode: 'test',
    };
  }
  const { id, option, name, host, shopId, publicKey, mode } = connection;
  return { id, option, name, host, shopId, publicKey, mode, secret: '' };
}
