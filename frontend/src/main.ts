import { loadLetters } from "@/app/fonts/letters";
import { fetchPage } from "@/app/routes/ahead";

// Small, so that it asks for the rest, and for who is there, before the rest is there.
loadLetters();
fetchPage()
  .then(() => import("@/app/start"))
  .then(
    ({ start }) => start(),
    () => document.getElementById("root")?.classList.add("failed"),
  );
