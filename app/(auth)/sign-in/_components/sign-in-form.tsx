'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { useForm } from 'react-hook-form';
import { z } from 'zod';
import { loadAfresh } from '#app/_components/load-afresh.ts';
import { Button } from '#components/ui/button.tsx';
import { Field } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { signIn } from '../actions.ts';
import { DemoPeople, type DemoPerson } from './demo-people.tsx';

const credentials = z.object({
  email: z.string().trim().pipe(z.email('Type your e-mail address.')),
  password: z.string().min(1, 'Type your password.'),
});

export function SignInForm({ next, demoPeople }: { next: string; demoPeople: readonly DemoPerson[] }) {
  const form = useForm({
    resolver: zodResolver(credentials),
    defaultValues: { email: '', password: '' },
    mode: 'onTouched',
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await signIn(values);
    if (!result.ok) {
      form.setError('root', { message: result.problem.message });
      form.setFocus('password', { shouldSelect: true });
      return;
    }
    await loadAfresh(next);
  });
  const choose = (email: string) => {
    form.setValue('email', email, { shouldValidate: true });
    form.setFocus('password');
  };
  return (
    <>
      <form method="post" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {errors.root && (
          <Notice tone="danger" announce>
            {errors.root.message}
          </Notice>
        )}
        <Field label="E-mail" error={errors.email?.message} required>
          <Input type="email" autoComplete="username" autoFocus {...form.register('email')} />
        </Field>
        <Field label="Password" error={errors.password?.message} required>
          <Input type="password" autoComplete="current-password" {...form.register('password')} />
        </Field>
        <Button type="submit" variant="primary" pending={isSubmitting}>
          Sign in
        </Button>
      </form>
      {demoPeople.length > 0 && <DemoPeople people={demoPeople} onChoose={choose} />}
    </>
  );
}
