import "@mantine/notifications/styles.layer.css";
import { Notifications } from "@mantine/notifications";
import classes from "./Toasts.module.css";

export function Toasts() {
  return <Notifications position="top-center" className={classes.place ?? ""} />;
}
