import { Outlet } from "@tanstack/react-router";
import { useEffect } from "react";
import { fetchSite } from "@/lib/site";
import { MaintenanceNotice } from "./MaintenanceNotice";
import { UpdatePrompt } from "./UpdatePrompt";

export function RootLayout() {
  // Without network the name known from the last visit stands.
  useEffect(() => void fetchSite().catch(() => undefined), []);
  return (
    <>
      <MaintenanceNotice />
      <Outlet />
      <UpdatePrompt />
    </>
  );
}
