import { Outlet } from "@tanstack/react-router";
import { UpdatePrompt } from "./UpdatePrompt";

export function RootLayout() {
  return (
    <>
      <Outlet />
      <UpdatePrompt />
    </>
  );
}
