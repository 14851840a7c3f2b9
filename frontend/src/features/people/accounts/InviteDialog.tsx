import { Radio, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { isEmail } from "@/domain/contact";
import { keys } from "@/domain/keys";
import { ROLE_NAMES } from "@/domain/people";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { useAction } from "@/ui/use-action";
import { createUser, type Role } from "./api";
import { OFFERED_ROLES, ROLE_POWERS } from "./wording";

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const form = useForm({
    initialValues: { email: "", first_name: "", last_name: "", role: "volunteer" as Role },
    validateInputOnBlur: true,
    validate: {
      email: (email) => (isEmail(email) ? null : "Indiquez une adresse e-mail"),
      first_name: (name) => (name.trim() === "" ? "Indiquez le prénom" : null),
      last_name: (name) => (name.trim() === "" ? "Indiquez le nom" : null),
    },
  });
  const inviting = useAction({
    run: () => createUser(form.values),
    done: ({ email }) => {
      onClose();
      return `Un lien part pour ${email} : il sert pendant 7 jours.`;
    },
    refreshes: [keys.users()],
    form,
  });
  return (
    <FormDialog
      title="Inviter quelqu’un"
      onClose={onClose}
      onSubmit={sending(form, () => inviting.mutate())}
      submit="Envoyer l’invitation"
      pending={inviting.isPending}
    >
      <TextInput
        label="Adresse e-mail"
        type="email"
        required
        data-autofocus
        {...form.getInputProps("email")}
      />
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <TextInput label="Prénom" required {...form.getInputProps("first_name")} />
        <TextInput label="Nom" required {...form.getInputProps("last_name")} />
      </SimpleGrid>
      <Radio.Group label="Rôle" {...form.getInputProps("role")}>
        <Stack gap="sm" mt="xs">
          {OFFERED_ROLES.map((role) => (
            <Radio key={role} value={role} label={ROLE_NAMES[role]} description={ROLE_POWERS[role]} />
          ))}
        </Stack>
      </Radio.Group>
    </FormDialog>
  );
}
