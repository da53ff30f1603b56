'use client';

import { zodResolver } from '@hookform/resolvers/zod';
import { UserPlus } from 'lucide-react';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useForm } from 'react-hook-form';
import type { z } from 'zod';
import { applyProblem } from '#app/_components/apply-problem.ts';
import { Button } from '#components/ui/button.tsx';
import { CopyButton } from '#components/ui/copy-button.tsx';
import { Dialog, DialogClose } from '#components/ui/dialog.tsx';
import { Field, FieldGroup } from '#components/ui/field.tsx';
import { Input } from '#components/ui/input.tsx';
import { Notice } from '#components/ui/notice.tsx';
import { RadioGroup } from '#components/ui/radio-group.tsx';
import { Time } from '#components/ui/time.tsx';
import { ROLE_WORDS, ROLES } from '#lib/domain/access.ts';
import { newInvitation, type NewInvitation } from '#lib/domain/new-invitation.ts';
import { invitePerson } from '../actions.ts';

type Invited = { name: string; link: string; expiresAt: Date };

const ROLE_CHOICES = ROLES.map((role) => ({ value: role, label: role, hint: ROLE_WORDS[role] }));
const FORM_ID = 'invite-person';

export function InvitePerson() {
  const [isOpen, setOpen] = useState(false);
  const [invited, setInvited] = useState<Invited | null>(null);
  const [isSending, setSending] = useState(false);
  const open = (next: boolean) => {
    setOpen(next);
    if (next) setInvited(null);
  };
  return (
    <Dialog
      open={isOpen}
      onOpenChange={open}
      title={invited ? `Hand this link to ${invited.name}` : 'Invite a person'}
      trigger={
        <Button variant="primary" icon={<UserPlus aria-hidden />}>
          Invite a person
        </Button>
      }
      footer={
        invited ? (
          <DialogClose>
            <Button variant="primary">Done</Button>
          </DialogClose>
        ) : (
          <>
            <DialogClose>
              <Button>Cancel</Button>
            </DialogClose>
            <Button type="submit" form={FORM_ID} variant="primary" pending={isSending}>
              Make the link
            </Button>
          </>
        )
      }
    >
      {invited ? <InvitationLink {...invited} /> : <InvitationForm onInvited={setInvited} onSending={setSending} />}
    </Dialog>
  );
}

function InvitationForm({
  onInvited,
  onSending,
}: {
  onInvited: (one: Invited) => void;
  onSending: (is: boolean) => void;
}) {
  const router = useRouter();
  const form = useForm<z.input<typeof newInvitation>, unknown, NewInvitation>({
    resolver: zodResolver(newInvitation),
    defaultValues: { name: '', email: '', role: 'viewer' },
    mode: 'onTouched',
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    onSending(true);
    const result = await invitePerson(values);
    onSending(false);
    if (!result.ok) return applyProblem(form, result.problem, ['name', 'email', 'role']);
    onInvited({ name: values.name, ...result.value });
    router.refresh();
  });
  return (
    <form id={FORM_ID} onSubmit={submit} noValidate className="flex flex-col gap-4">
      {errors.root && (
        <Notice tone="danger" announce>
          {errors.root.message}
        </Notice>
      )}
      <Field label="Name" error={errors.name?.message} required>
        <Input {...form.register('name')} />
      </Field>
      <Field label="E-mail" hint="This is how they sign in." error={errors.email?.message} required>
        <Input type="email" {...form.register('email')} />
      </Field>
      <FieldGroup label="Role" error={errors.role?.message}>
        <RadioGroup options={ROLE_CHOICES} {...form.register('role')} />
      </FieldGroup>
    </form>
  );
}

function InvitationLink({ link, expiresAt }: Invited) {
  return (
    <div className="flex flex-col gap-3">
      <p className="flex items-center gap-1 rounded border border-line bg-sunken px-2.5 py-1.5">
        <span className="min-w-0 flex-1 break-all font-mono text-sm">{link}</span>
        <CopyButton value={link} label="Copy the link" />
      </p>
      <p className="text-sm text-fg-soft">
        It works once, until <Time value={expiresAt} precision="minute" />, and is not shown again. Whoever has it
        becomes that person: send it by a way only they read.
      </p>
    </div>
  );
}
