import { Radio, Stack } from "@mantine/core";
import { useState } from "react";
import { keys } from "@/domain/keys";
import { ROLE_NAMES } from "@/domain/people";
import { counted } from "@/lib/words";
import { InvitePeopleDialog } from "@/ui/invite/InvitePeopleDialog";
import { createUsers, previewUsers, type Role } from "./api";
import { OFFERED_ROLES, ROLE_POWERS } from "./wording";

/** The people who help at a sale, pasted in at once. */
export function InviteManyDialog({ onClose }: { readonly onClose: () => void }) {
  const [role, setRole] = useState<Role>("volunteer");
  return (
    <InvitePeopleDialog
      description="Collez un tableau ou une personne par ligne, avec son prénom, son nom et son adresse ; une ligne de titres et des colonnes séparées par des tabulations conviennent"
      look={(text) => previewUsers({ role, text })}
      invite={(text) => createUsers({ role, text })}
      summary={(people) =>
        `${counted(people.length, "personne recevra", "personnes recevront")} une invitation.`
      }
      submit={(people) => `Inviter ${counted(people.length, "personne")}`}
      done={({ invited }) => `${counted(invited, "invitation part", "invitations partent")}.`}
      refreshes={[keys.users()]}
      choice={(changed) => (
        <Radio.Group
          label="Rôle"
          value={role}
          onChange={(next) => {
            setRole(next as Role);
            changed();
          }}
        >
          <Stack gap="sm" mt="xs">
            {OFFERED_ROLES.map((offered) => (
              <Radio
                key={offered}
                value={offered}
                label={ROLE_NAMES[offered]}
                description={ROLE_POWERS[offered]}
              />
            ))}
          </Stack>
        </Radio.Group>
      )}
      onClose={onClose}
    />
  );
}
