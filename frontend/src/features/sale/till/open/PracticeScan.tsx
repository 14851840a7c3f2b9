import { Alert, Text } from "@mantine/core";
import { IconAlertTriangle, IconBarcode, IconCircleCheck } from "@tabler/icons-react";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { type Trial, trialOf, trialWithoutEnd } from "@/features/sale/till/scan/practice";
import { useScans } from "@/features/sale/till/scan/scan-routes";
import { beepAccepted, beepRefused } from "@/features/sale/till/sounds";
import { Burst } from "@/offline/scan/burst";

/** No scanner takes so long between a code and the key that ends it. */
const END_MS = 400;

/** Any label will do: it shows that the scanner is there, speaks the keyboard's language and ends its codes. Nothing is sold. */
export function PracticeScan() {
  const [trial, setTrial] = useState<Trial>();
  const tell = (next: Trial) => {
    if (next.works) beepAccepted();
    else beepRefused();
    setTrial(next);
  };
  const ended = useUnendedScans((text) => tell(trialWithoutEnd(text)));
  useScans((text) => {
    ended();
    tell(trialOf(text));
  });
  const Icon = trial === undefined ? IconBarcode : trial.works ? IconCircleCheck : IconAlertTriangle;
  return (
    <Alert
      color={trial === undefined ? "accent" : trial.works ? "good" : "waiting"}
      icon={<Icon aria-hidden />}
      title={trial?.title ?? "Essayez le lecteur"}
      role="status"
    >
      <Text>
        {trial?.detail ?? "Scannez n’importe quelle étiquette, ici, maintenant : rien ne sera vendu."}
      </Text>
    </Alert>
  );
}

/** Reports a scanner's keys that no end key followed; the answer says that one did, for whoever hears of it first. */
function useUnendedScans(report: (text: string) => void): () => void {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const tell = useEffectEvent(report);
  useEffect(() => {
    const burst = new Burst();
    const onKey = ({ key, timeStamp, ctrlKey, altKey, repeat }: KeyboardEvent) => {
      clearTimeout(timer.current);
      burst.press({ key, at: timeStamp, ctrl: ctrlKey && !altKey, repeat });
      const text = burst.unended();
      if (text !== undefined) timer.current = setTimeout(() => tell(text), END_MS);
    };
    window.addEventListener("keydown", onKey, true);
    return () => {
      clearTimeout(timer.current);
      window.removeEventListener("keydown", onKey, true);
    };
  }, []);
  return () => clearTimeout(timer.current);
}
