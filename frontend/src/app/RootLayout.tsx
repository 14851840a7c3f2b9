import { Outlet } from "@tanstack/react-router";
import { MaintenanceNotice } from "./MaintenanceNotice";
import { UpdatePrompt } from "./UpdatePrompt";

export function RootLayout() {
  return (
    <>
      <MaintenanceNotice />
      <Outlet />
      <UpdatePrompt />
    </>
  );
}
