import { Radio, Stack, Text } from "@mantine/core";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { nameOf, ROLE_NAMES } from "@/domain/people";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { ErrorState } from "@/ui/states";
import { useAction } from "@/ui/use-action";
import { changeUser, type Role, type User } from "./api";
import { ROLE_POWERS } from "./wording";

export function RoleDialog({ user, onClose }: { readonly user: User; readonly onClose: () => void }) {
  const [role, setRole] = useState<Role>(user.role);
  const changing = useAction({
    run: () => changeUser(user.id, { role, state: null }),
    done: () => {
      onClose();
      return `${nameOf(user)} : ${ROLE_NAMES[role].toLowerCase()}.`;
    },
    refreshes: [keys.users()],
    refusal: "here",
  });
  return (
    <FormDialog
      title={`Le rôle de ${nameOf(user)}`}
      submit="Changer le rôle"
      ready={role !== user.role}
      pending={changing.isPending}
      onSubmit={() => changing.mutate()}
      onClose={onClose}
    >
      <Radio.Group aria-label="Rôle" value={role} onChange={(next) => setRole(next as Role)}>
        <Stack gap="sm">
          {Object.entries(ROLE_NAMES).map(([value, label]) => (
            <Radio key={value} value={value} label={label} description={ROLE_POWERS[value as Role]} />
          ))}
        </Stack>
      </Radio.Group>
      <Text size="sm" c="gray.7">
        Changer le rôle déconnecte la personne de ses appareils ; elle se reconnecte avec son mot de passe.
      </Text>
      {changing.isError && <ErrorState error={changing.error} />}
    </FormDialog>
  );
}
