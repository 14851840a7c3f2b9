import { Button, Group, Modal, Radio, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { isEmail } from "@/domain/contact";
import { keys } from "@/domain/keys";
import { ROLE_NAMES } from "@/domain/people";
import { sending, showRefusal } from "@/ui/form/form";
import { notifyDone } from "@/ui/notice/notify";
import { createUser, type Role } from "./api";
import { ROLE_POWERS } from "./wording";

/** Depositors come by their registrations, admins by a change of role: here come the people who help. */
const OFFERED: readonly Role[] = ["volunteer", "manager"];

export function InviteDialog({ onClose }: { readonly onClose: () => void }) {
  const queries = useQueryClient();
  const form = useForm({
    initialValues: { email: "", first_name: "", last_name: "", role: "volunteer" as Role },
    validateInputOnBlur: true,
    validate: {
      email: (email) => (isEmail(email) ? null : "Indiquez une adresse e-mail"),
      first_name: (name) => (name.trim() === "" ? "Indiquez le prénom" : null),
      last_name: (name) => (name.trim() === "" ? "Indiquez le nom" : null),
    },
  });
  const inviting = useMutation({
    mutationFn: () => createUser(form.values),
    onSuccess: async ({ email }) => {
      notifyDone(`Un lien part pour ${email} : il sert pendant 7 jours.`);
      onClose();
      await queries.invalidateQueries({ queryKey: keys.users() });
    },
    onError: (thrown) => showRefusal(form, thrown, ["email", "first_name", "last_name"]),
  });
  return (
    <Modal opened onClose={onClose} title="Inviter quelqu’un">
      <form noValidate onSubmit={sending(form, () => inviting.mutate())}>
        <Stack>
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
              {OFFERED.map((role) => (
                <Radio key={role} value={role} label={ROLE_NAMES[role]} description={ROLE_POWERS[role]} />
              ))}
            </Stack>
          </Radio.Group>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Annuler
            </Button>
            <Button type="submit" loading={inviting.isPending}>
              Envoyer l’invitation
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
