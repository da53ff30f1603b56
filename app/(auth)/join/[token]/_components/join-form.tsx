'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { loadAfresh } from '#app/_components/load-afresh.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { MIN_PASSWORD, newPassword } from '#lib/domain/new-password.ts';
import { join } from '../actions.ts';

const choice = z
  .object({ password: newPassword, again: z.string() })
  .refine(({ password, again }) => password === again, { path: ['again'], message: 'The two passwords differ.' });

export function JoinForm({ token, email }: { token: string; email: string }) {
  const form = useForm({
    resolver: zodResolver(choice),
    defaultValues: { password: '', again: '' },
    mode: 'onTouched',
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ password }) => {
    const result = await join({ token, password });
    if (!result.ok) return form.setError('root', { message: result.problem.message });
    await loadAfresh('/');
  });
  return (
    <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && (
        <Notice tone="danger" announce>
          {errors.root.message}
        </Notice>
      )}
      <Field label="E-mail" hint="This is how you sign in.">
        <Input type="email" name="email" autoComplete="username" value={email} readOnly />
      </Field>
      <Field
        label="Password"
        hint={`At least ${MIN_PASSWORD} characters; a few words together are fine.`}
        error={errors.password?.message}
        required
      >
        <Input type="password" autoComplete="new-password" {...form.register('password')} />
      </Field>
      <Field label="Password again" error={errors.again?.message} required>
        <Input type="password" autoComplete="new-password" {...form.register('again')} />
      </Field>
      <Button type="submit" variant="primary" pending={isSubmitting}>
        Join
      </Button>
    </form>
  );
}
