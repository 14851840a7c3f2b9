import { Button, Checkbox, Group, NumberInput, SimpleGrid, TextInput } from "@mantine/core";
import { DatePickerInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import type { Edition, Slot } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { LIST_TYPES, type ListType } from "@/domain/lists";
import { formatSpan, localParts, toInstant } from "@/lib/dates";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { FormDialog } from "@/ui/dialog/FormDialog";
import { sending } from "@/ui/form/form";
import { PICKER } from "@/ui/form/picker";
import { TimeField } from "@/ui/form/TimeField";
import { useAction } from "@/ui/use-action";
import { changeSlot, createSlot, deleteSlot } from "./api";

/** What the fields begin with, where somebody knows already what is needed. */
export type ProposedSlot = Partial<
  Pick<Slot, "starts_at" | "ends_at" | "capacity" | "list_types" | "residents_only">
>;

interface SlotDialogProps {
  readonly edition: Edition;
  /** The slot to change; a new one when absent. */
  readonly slot?: Slot | undefined;
  readonly proposed?: ProposedSlot;
  readonly onClose: () => void;
}

export function SlotDialog({ edition, slot, proposed, onClose }: SlotDialogProps) {
  const first: ProposedSlot = { ...slot, ...proposed };
  const form = useForm({
    initialValues: {
      day: first.starts_at ? localParts(first.starts_at).day : (edition.deposit_days[0] ?? null),
      from: first.starts_at ? localParts(first.starts_at).time : "09:30",
      to: first.ends_at ? localParts(first.ends_at).time : "12:00",
      capacity: first.capacity ?? (20 as number | string),
      residents_only: first.residents_only ?? false,
      list_types: first.list_types ?? ([] as ListType[]),
      note: slot?.note ?? "",
      confirm_notify: true,
    },
    validate: {
      day: (day) => (day === null ? "Choisissez un jour" : null),
      to: (to, { from }) => (to <= from ? "La fin vient après le début" : null),
      capacity: (capacity) =>
        Number(capacity) < Math.max(slot?.taken ?? 0, 1)
          ? `${Math.max(slot?.taken ?? 0, 1)} au moins, autant que d’inscrits`
          : null,
    },
  });
  const saving = useAction({
    run: () => {
      const { day, from, to, capacity, confirm_notify, ...rest } = form.values;
      const body = {
        ...rest,
        starts_at: toInstant(day ?? "", from),
        ends_at: toInstant(day ?? "", to),
        capacity: Number(capacity),
      };
      return slot === undefined
        ? createSlot(edition.id, body)
        : changeSlot(edition.id, slot.id, { ...body, confirm_notify });
    },
    done: () => {
      onClose();
      return "Le créneau est enregistré.";
    },
    refreshes: [keys.edition(edition.id)],
    form,
  });
  const removal = useAction({
    run: () => deleteSlot(edition.id, slot?.id ?? ""),
    done: () => {
      onClose();
      return "Le créneau est supprimé.";
    },
    refreshes: [keys.edition(edition.id)],
  });
  const save = async () => {
    const { day, from, to, confirm_notify } = form.values;
    if (slot !== undefined && slot.taken > 0 && confirm_notify) {
      const before = formatSpan(slot.starts_at, slot.ends_at);
      const after = formatSpan(toInstant(day ?? "", from), toInstant(day ?? "", to));
      const title = `Prévenir ${counted(slot.taken, "déposant")}`;
      const told = counted(slot.taken, "déposant reçoit", "déposants reçoivent");
      const body = `${told} un message : ${before} → ${after}.`;
      if (before !== after && !(await confirm({ title, body, confirm: "Enregistrer et prévenir" }))) return;
    }
    saving.mutate();
  };
  const remove = async () => {
    if (slot === undefined) return;
    const body = `${formatSpan(slot.starts_at, slot.ends_at)}, ${slot.capacity} places. Aucune inscription n’y est faite.`;
    if (
      await confirm({ title: "Supprimer ce créneau", body, confirm: "Supprimer le créneau", danger: true })
    ) {
      removal.mutate();
    }
  };
  return (
    <FormDialog
      title={slot === undefined ? "Nouveau créneau" : "Modifier le créneau"}
      size="lg"
      onClose={onClose}
      onSubmit={sending(form, () => void save())}
      submit="Enregistrer"
      pending={saving.isPending}
      aside={
        slot !== undefined && slot.taken === 0 ? (
          <Button variant="subtle" color="bad" loading={removal.isPending} onClick={() => void remove()}>
            Supprimer
          </Button>
        ) : undefined
      }
    >
      <SimpleGrid cols={{ base: 1, xs: 3 }}>
        <DatePickerInput label="Jour" {...PICKER} required {...form.getInputProps("day")} />
        <TimeField label="De" required {...form.getInputProps("from")} />
        <TimeField label="À" required {...form.getInputProps("to")} />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <NumberInput
          label="Places"
          description={slot && slot.taken > 0 ? `${slot.taken} déjà prises` : "Déposants au plus"}
          size="md"
          min={1}
          max={500}
          required
          {...form.getInputProps("capacity")}
        />
        <TextInput
          label="Note"
          description="Pour les déposants et les bénévoles"
          {...form.getInputProps("note")}
        />
      </SimpleGrid>
      <Checkbox.Group
        label="Pour quelles listes ?"
        description="Aucune case : pour toutes"
        {...form.getInputProps("list_types")}
      >
        <Group mt="xs">
          {Object.entries(LIST_TYPES).map(([type, words]) => (
            <Checkbox key={type} value={type} label={words} />
          ))}
        </Group>
      </Checkbox.Group>
      <Checkbox
        label={`Réservé aux habitants (${edition.resident_postal_codes.join(", ")})`}
        {...form.getInputProps("residents_only", { type: "checkbox" })}
      />
      {slot !== undefined && slot.taken > 0 && (
        <Checkbox
          label="Prévenir ses déposants par e-mail si l’heure change"
          {...form.getInputProps("confirm_notify", { type: "checkbox" })}
        />
      )}
    </FormDialog>
  );
}
