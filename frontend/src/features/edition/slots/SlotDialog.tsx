import { Button, Checkbox, Group, Modal, NumberInput, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { DatePickerInput, TimeInput } from "@mantine/dates";
import { useForm } from "@mantine/form";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import type { Edition, Slot } from "@/domain/editions";
import { keys } from "@/domain/keys";
import { LIST_TYPES, type ListType } from "@/domain/lists";
import { formatSpan, localParts, toInstant } from "@/lib/dates";
import { counted } from "@/lib/words";
import { confirm } from "@/ui/dialog/confirm";
import { sending, showRefusal } from "@/ui/form/form";
import { PICKER } from "@/ui/form/picker";
import { notifyDone, notifyProblem } from "@/ui/notice/notify";
import { changeSlot, createSlot, deleteSlot } from "./api";

interface SlotDialogProps {
  readonly edition: Edition;
  /** The slot to change; a new one when absent. */
  readonly slot?: Slot;
  readonly onClose: () => void;
}

const FIELDS = ["from", "to", "capacity", "note"];

export function SlotDialog({ edition, slot, onClose }: SlotDialogProps) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: keys.edition(edition.id) });
  const form = useForm({
    initialValues: {
      day: slot ? localParts(slot.starts_at).day : (edition.deposit_days[0] ?? null),
      from: slot ? localParts(slot.starts_at).time : "09:30",
      to: slot ? localParts(slot.ends_at).time : "12:00",
      capacity: slot?.capacity ?? (20 as number | string),
      residents_only: slot?.residents_only ?? false,
      list_types: slot?.list_types ?? ([] as ListType[]),
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
  const saving = useMutation({
    mutationFn: () => {
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
    onSuccess: async () => {
      notifyDone("Le créneau est enregistré.");
      onClose();
      await refresh();
    },
    onError: (thrown) => showRefusal(form, thrown, FIELDS),
  });
  const removal = useMutation({
    mutationFn: () => deleteSlot(edition.id, slot?.id ?? ""),
    onSuccess: async () => {
      notifyDone("Le créneau est supprimé.");
      onClose();
      await refresh();
    },
    onError: notifyProblem,
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
    const body = `${formatSpan(slot.starts_at, slot.ends_at)}, ${slot.capacity} places. Personne n’y est inscrit.`;
    if (
      await confirm({ title: "Supprimer ce créneau", body, confirm: "Supprimer le créneau", danger: true })
    ) {
      removal.mutate();
    }
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={slot === undefined ? "Nouveau créneau" : "Modifier le créneau"}
      size="lg"
    >
      <form noValidate onSubmit={sending(form, () => void save())}>
        <Stack>
          <SimpleGrid cols={{ base: 1, xs: 3 }}>
            <DatePickerInput label="Jour" {...PICKER} required {...form.getInputProps("day")} />
            <TimeInput label="De" size="md" required {...form.getInputProps("from")} />
            <TimeInput label="À" size="md" required {...form.getInputProps("to")} />
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
          <Group justify="space-between">
            {slot !== undefined && slot.taken === 0 ? (
              <Button variant="subtle" color="bad" loading={removal.isPending} onClick={() => void remove()}>
                Supprimer
              </Button>
            ) : (
              <span />
            )}
            <Group>
              <Button variant="default" onClick={onClose}>
                Annuler
              </Button>
              <Button type="submit" loading={saving.isPending}>
                Enregistrer
              </Button>
            </Group>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
